using System.CommandLine;
using System.Text.Json.Nodes;
using Noderr.Cli.Kafka;
using Noderr.Cli.Kafka.Output;
using Noderr.Cli.Running;
using Noderr.Hosting;
using Noderr.Hosting.Configuration;

namespace Noderr.Cli.Configuring;

/// <summary>noderr config validate: what each service would say of its configuration at its start, without starting any.</summary>
internal static class ValidateCommand
{
    private const int Refused = 1;

    public static Command Create()
    {
        var config = new Option<string?>("--config") { Description = "Configuration file; without it the one that comes with the program" };
        var set = new Option<string[]>("--set") { Description = "A setting as on a service's command line, name=value; can be repeated", DefaultValueFactory = _ => [] };
        var service = new Option<string?>("--service") { Description = "Look at this service alone" };
        service.AcceptOnlyFromAmong([.. HostedService.All.Select(s => s.Name)]);
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        var command = new Command("validate", "Check a configuration as every service would at its start; 1 is the exit code when one refuses it") { config, set, service, json };
        command.SetLook((arguments, output, _) =>
        {
            var file = arguments.GetValue(config) ?? RunOptions.UsualConfig;
            var around = Surroundings.OfProcess(file, arguments.GetValue(set)!);
            var looked = HostedService.All.Where(s => arguments.GetValue(service) is not { } only || s.Name == only).ToList();
            var refusals = Refusals(looked, around);
            if (arguments.GetValue(json)) JsonText.Write(output, Json(refusals));
            else Tell(output, file, looked.Count, refusals);
            return Task.FromResult(refusals.Count == 0 ? 0 : Refused);
        });
        return command;
    }

    /// <summary>What several services say of a setting that they share is said once.</summary>
    private static List<(Violation Violation, List<string> Services)> Refusals(IReadOnlyList<HostedService> looked, Surroundings around)
    {
        var refusals = new OrderedDictionary<Violation, List<string>>();
        foreach (var service in looked)
        {
            foreach (var violation in NoderrService.Refusals(service.Name, around, service.Sections))
            {
                if (!refusals.TryGetValue(violation, out var services)) refusals[violation] = services = [];
                services.Add(service.Name);
            }
        }
        return [.. refusals.Select(r => (r.Key, r.Value))];
    }

    private static void Tell(TextWriter output, string file, int looked, List<(Violation Violation, List<string> Services)> refusals)
    {
        foreach (var (violation, services) in refusals)
            output.WriteLine($"{violation}{(violation.Origin.Length > 0 ? $" ({violation.Origin})" : "")}{(services.Count < looked ? $"  [{string.Join(", ", services)}]" : "")}");
        output.WriteLine(refusals.Count == 0 ? $"{file} fits {Say.Count(looked, "service")}" : $"{file} is refused: {Say.Count(refusals.Count, "setting")} to mend");
    }

    private static JsonObject Json(List<(Violation Violation, List<string> Services)> refusals) => new()
    {
        ["valid"] = refusals.Count == 0,
        ["violations"] = JsonText.Array(refusals, r => new JsonObject
        {
            ["name"] = r.Violation.Path,
            ["rule"] = r.Violation.Rule,
            ["was"] = r.Violation.Was,
            ["origin"] = r.Violation.Origin,
            ["services"] = JsonText.Array(r.Services, s => s),
        }),
    };
}
