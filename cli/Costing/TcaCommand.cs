using System.CommandLine;
using Confluent.Kafka;
using Noderr.Cli.Kafka.Client;
using Noderr.Cli.Kafka.Output;
using Noderr.Cli.Running;
using Noderr.Domain.Orders;
using Noderr.Hosting;
using Noderr.Hosting.Configuration;
using Noderr.Hosting.Journals;
using Noderr.Journal.Shards;

namespace Noderr.Cli.Costing;

/// <summary>
/// noderr tca: what trading has cost, and where. Exit code 1: nothing was filled in the range, or the picture can't be written; 2: it can't run.
/// </summary>
internal static class TcaCommand
{
    private const int Nothing = 1, CannotRun = 2;

    private sealed record Wishes(string? Config, string[] Settings, CostChoice Choice, bool Json, string? Plot);

    public static Command Create()
    {
        var since = new Option<string?>("--since") { Description = "Only orders made at that time or later: 2026-11-27T15:00:00Z, or how long ago, as 2h", HelpName = "TIME" };
        var until = new Option<string?>("--until") { Description = "Only orders made before that time", HelpName = "TIME" };
        var book = new Option<string?>("--book") { Description = "Only orders of this book", HelpName = "NAME" };
        var strategy = new Option<string?>("--strategy") { Description = "Only orders of this strategy", HelpName = "NAME" };
        var venue = new Option<string?>("--venue") { Description = "Only orders to this venue", HelpName = "NAME" };
        var order = new Option<string?>("--order") { Description = "One order, or all that was made for one decision, in full: 32 hexadecimal digits", HelpName = "ID" };
        var plot = new Option<string?>("--plot") { Description = "Draw slippage per venue and costs by their parts: .svg, or .html to open in a browser", HelpName = "FILE" };
        var config = new Option<string?>("--config") { Description = "Configuration file; without it the one that comes with the program" };
        var bootstrap = new Option<string?>("--bootstrap") { Description = "Kafka, host:port; goes before the configuration" };
        var registry = new Option<string?>("--registry") { Description = "Schema Registry, http://host:port; goes before the configuration" };
        var set = new Option<string[]>("--set") { Description = "A setting, name=value; can be repeated", DefaultValueFactory = _ => [] };
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        var command = new Command("tca", "Say what trading has cost, and where: per venue, strategy and way of working")
        {
            since, until, book, strategy, venue, order, plot, config, bootstrap, registry, set, json,
        };
        command.SetAction((a, cancel) => Guarded(a.InvocationConfiguration, () =>
        {
            List<string> settings = [.. a.GetValue(set)!];
            if (a.GetValue(bootstrap) is { } kafka) settings.Add($"kafka.bootstrap.servers={kafka}");
            if (a.GetValue(registry) is { } schemas) settings.Add($"kafka.schema.registry.url={schemas}");
            var now = TimeProvider.System.GetUtcNow();
            return new Wishes(a.GetValue(config), [.. settings], new CostChoice(
                CostChoice.Time(a.GetValue(since), "--since", now), CostChoice.Time(a.GetValue(until), "--until", now), a.GetValue(book), a.GetValue(strategy), a.GetValue(venue), Named(a.GetValue(order))),
                a.GetValue(json), Drawable(a.GetValue(plot)));
        }, cancel));
        return command;
    }

    private static async Task<int> Guarded(InvocationConfiguration console, Func<Wishes> wishes, CancellationToken cancel)
    {
        using var progress = ProgressLine.OnTerminal(console.Error);
        try
        {
            return await Run(wishes(), console, progress, cancel);
        }
        catch (InvalidConfigurationException e)
        {
            return Refuse(CannotRun, [.. e.Violations.Select(v => $"{v}")]);
        }
        catch (Exception e) when (e is CannotException or KafkaException or JournalException or ArgumentException)
        {
            return Refuse(CannotRun, e.Message);
        }
        catch (OperationCanceledException)
        {
            return Refuse(CannotRun, "stopped before the end");
        }
        catch (OverflowException)
        {
            return Refuse(CannotRun, "an amount is beyond 9.2 billion, more than Noderr counts with: choose fewer orders with --since, --until or --strategy");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refuse(Nothing, $"the picture can't be written: {e.Message}");
        }

        int Refuse(int code, params string[] reasons)
        {
            progress?.Clear();
            foreach (var reason in reasons) console.Error.WriteLine($"noderr tca: {reason}");
            return code;
        }
    }

    private static async Task<int> Run(Wishes wishes, InvocationConfiguration console, ProgressLine? progress, CancellationToken cancel)
    {
        await using var service = NoderrService.Create("control", Surroundings.OfProcess(wishes.Config ?? RunOptions.UsualConfig, wishes.Settings));
        JournalCatalog catalog = null!;
        var analysis = await new CostJournals(service, (journal, at, end) => progress?.Show($"{journal}  {Say.Number(at)} of {Say.Number(end)}"), cancel)
            .Analyse(opened => wishes.Choice.Of(catalog = opened));
        progress?.Clear();
        var report = new CostReport(analysis, catalog);
        if (!report.Orders.Any(o => o.Filled.Sign > 0))
        {
            var denied = report.Denied > 0 ? $", {Say.Count(report.Denied, "order")} denied by ourselves" : "";
            await console.Error.WriteLineAsync($"noderr tca: nothing was filled of what was chosen: {Say.Count(report.Orders.Length, "order")} sent{denied}");
            return Nothing;
        }
        if (wishes.Plot is { } plot) await File.WriteAllTextAsync(plot, plot.EndsWith(".html", StringComparison.OrdinalIgnoreCase) ? CostPicture.Page(report) : CostPicture.Draw(report), cancel);
        Tell(wishes, report, console.Output);
        if (wishes.Plot is not null && !wishes.Json) await console.Output.WriteLineAsync($"\npicture: {wishes.Plot}");
        return 0;
    }

    private static void Tell(Wishes wishes, CostReport report, TextWriter output)
    {
        var one = wishes.Choice.Order is { } name ? report.Decisions.Where(d => d.Id == name).Concat(report.Orders.Where(o => o.Id == name && o.Parent != name)).ToArray() : null;
        if (wishes.Json)
        {
            foreach (var cost in one ?? []) JsonText.Write(output, CostJson.Of(report, cost));
            if (one is null) JsonText.Write(output, CostJson.Of(report));
            return;
        }
        foreach (var cost in one ?? []) CostTables.WriteOne(report, cost, output);
        if (one is null) CostTables.Write(report, output);
    }

    private static Identity? Named(string? text) => text is null ? null
        : Identity.TryParse(text, out var name) ? name : throw new CannotException($"--order: '{text}' is no name of an order: it has 32 hexadecimal digits, as noderr orders list shows them");

    private static string? Drawable(string? path) => path is null || path.EndsWith(".svg", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".html", StringComparison.OrdinalIgnoreCase)
        ? path : throw new CannotException($"--plot: '{path}' must end in .svg or .html");
}
