using System.CommandLine;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Noderr.Cli.Api;
using Noderr.Cli.Kafka.Output;
using Noderr.Cli.Running;
using Noderr.Hosting;

namespace Noderr.Cli.Doctoring;

/// <summary>noderr doctor: looks at all that a Noderr needs here, and says of each fault what to do.</summary>
internal static class DoctorCommand
{
    private const int Ill = 1;

    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "Folder in which LocalKafka and the paper venue keep everything", DefaultValueFactory = _ => ".data/run" };
        var config = new Option<string?>("--config") { Description = "Configuration file; without it the one that comes with the program" };
        var set = new Option<string[]>("--set") { Description = "A setting, name=value; can be repeated. kafka.bootstrap.servers names a cluster", DefaultValueFactory = _ => [] };
        return new Command("doctor", "Look at this machine, the configuration and what is reachable; 1 is the exit code when something is at fault") { data, config, set }.Asks(async call =>
        {
            var (named, settings) = (call.Arguments.GetValue(config), call.Arguments.GetValue(set)!);
            var file = named ?? RunOptions.UsualConfig;
            var isOurs = named is null && !settings.Any(s => s.StartsWith("kafka.", StringComparison.Ordinal));
            var findings = new List<Finding>();
            await foreach (var finding in Look(call.Arguments.GetValue(data)!, file, Surroundings.OfProcess(file, settings), isOurs, call.Api, call.Cancel))
            {
                findings.Add(finding);
                if (!call.Json) Tell(call.Output, finding);
            }
            if (call.Json) JsonText.Write(call.Output, JsonText.Array(findings, Json));
            return findings.Any(f => f.Verdict == Verdict.Fault) ? Ill : 0;
        });
    }

    private static async IAsyncEnumerable<Finding> Look(
        string data, string file, Surroundings around, bool isOurs, ApiClient api, [EnumeratorCancellation] CancellationToken cancel)
    {
        yield return Finding.Good(".NET", Environment.Version.ToString());
        yield return Machine.Processors();
        yield return Machine.Memory();
        yield return Machine.Handles();
        var (running, isRunning) = await Neighbours.Api(api, cancel);
        // The folder of a Noderr that runs is locked by it, and rightly.
        foreach (var finding in Machine.Folder(data))
            if (finding.Verdict != Verdict.Fault || !isRunning) yield return finding;
        var refusals = HostedService.All.SelectMany(s => NoderrService.Refusals(s.Name, around, s.Sections)).Distinct().ToList();
        yield return refusals.Count == 0
            ? Finding.Good("configuration", $"{file} fits")
            : Finding.Bad("configuration", $"{file}: {refusals[0]}{(refusals.Count > 1 ? $", and {refusals.Count - 1} more" : "")}", "noderr config validate lists all");
        if (refusals.Count == 0)
        {
            await using var control = NoderrService.Create("control", around, Control.Composition.Sections);
            yield return Neighbours.Kafka(control.Kafka, isOurs);
            yield return await Neighbours.Registry(control.Kafka, isOurs);
        }
        yield return running;
    }

    private static void Tell(TextWriter output, Finding f)
    {
        var verdict = f.Verdict switch { Verdict.Ok => "ok  ", Verdict.Warning => "warn", _ => "BAD " };
        output.WriteLine($"{verdict}  {f.What,-15}  {Bytes.Escape(f.Seen)}");
        if (f.Advice.Length > 0) output.WriteLine($"{"",23}{f.Advice}");
    }

    private static JsonObject Json(Finding f) => new()
    {
        ["what"] = f.What,
        ["verdict"] = f.Verdict switch { Verdict.Ok => "ok", Verdict.Warning => "warning", _ => "fault" },
        ["seen"] = f.Seen,
        ["advice"] = f.Advice,
    };
}
