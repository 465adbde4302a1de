using System.CommandLine;
using System.Text.Json;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Noderr.Cli.Kafka.Output;
using Noderr.Cli.Running;
using Noderr.Hosting;
using Noderr.Hosting.Configuration;
using Noderr.Hosting.Journals;
using Noderr.Journal.Kafka;
using Noderr.Journal.Shards;

namespace Noderr.Cli.Replaying;

/// <summary>noderr replay: folds journals again, and on request makes every decision again.</summary>
public static class ReplayCommand
{
    private const int Differs = 1, CannotRun = 2;

    public static Command Create()
    {
        var journals = new Argument<string[]>("journal") { Description = "Journals to replay; all of them when none is named", Arity = ArgumentArity.ZeroOrMore };
        var config = new Option<string?>("--config") { Description = "Configuration file; without it the one that comes with the program" };
        var bootstrap = new Option<string?>("--bootstrap") { Description = "Kafka, host:port; goes before the configuration" };
        var registry = new Option<string?>("--registry") { Description = "Schema Registry, http://host:port; goes before the configuration" };
        var set = new Option<string[]>("--set") { Description = "A setting, name=value; can be repeated", DefaultValueFactory = _ => [] };
        var verify = new Option<bool>("--verify") { Description = "Make each decision that an input caused again and compare it; also start from the newest snapshot and compare the state" };
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        var command = new Command("replay", "Fold the journals again, from their beginning; exit code 1 when a decision or a state comes out differently") { journals, config, bootstrap, registry, set, verify, json };
        command.SetAction((a, cancel) => Run(a.GetValue(journals)!, a.GetValue(config), a.GetValue(bootstrap), a.GetValue(registry), a.GetValue(set)!, a.GetValue(verify), a.GetValue(json), cancel));
        return command;
    }

    private static async Task<int> Run(string[] names, string? config, string? bootstrap, string? registry, string[] set, bool verify, bool json, CancellationToken cancel)
    {
        try
        {
            List<string> settings = [.. set];
            if (bootstrap is not null) settings.Add($"kafka.bootstrap.servers={bootstrap}");
            if (registry is not null) settings.Add($"kafka.schema.registry.url={registry}");
            await using var service = NoderrService.Create("control", Surroundings.OfProcess(["--config", config ?? RunOptions.UsualConfig, .. settings.SelectMany(s => new[] { "--set", s })]));
            string[] all = [.. Topology.Services.Select(s => s.Journal)];
            foreach (var unknown in names.Where(n => !all.Contains(n)))
                throw new ArgumentException($"there is no journal {unknown}: give one of {string.Join(", ", all)}");
            var catalog = await JournalCatalog.OpenAsync(service.Kafka, service.Trading.ToCatalog(), service.Trading.ToBooks(), all, NullLogger.Instance, cancel);
            var lines = new List<ReplayLine>();
            foreach (var journal in names.Length > 0 ? names : all)
                for (var shard = 0; shard < JournalCatalog.ShardsOf(journal, catalog.Books.Count); shard++)
                    lines.Add(Replay(journal, shard, catalog, service, verify, cancel));
            if (json) Console.WriteLine(JsonSerializer.Serialize(lines, JsonSerializerOptions.Web));
            else Print(lines, verify);
            return lines.TrueForAll(l => l.Same) ? 0 : Differs;
        }
        catch (InvalidConfigurationException e)
        {
            foreach (var violation in e.Violations) await Console.Error.WriteLineAsync($"noderr replay: {violation}");
            return CannotRun;
        }
        catch (Exception e) when (e is KafkaException or ArgumentException or JournalException)
        {
            await Console.Error.WriteLineAsync($"noderr replay: {e.Message}");
            return CannotRun;
        }
    }

    private static ReplayLine Replay(string journal, int shard, JournalCatalog catalog, NoderrService service, bool verify, CancellationToken cancel)
    {
        using var progress = ProgressLine.OnTerminal(Console.Error);
        void Show(long done, long end) => progress?.Show($"{journal}-{shard}  {done:N0} of {end:N0}");
        var whole = Replays.Run(journal, shard, catalog, service.Kafka, verify, fromSnapshot: false, Show, cancel);
        var partly = verify ? Replays.Run(journal, shard, catalog, service.Kafka, decideAgain: false, fromSnapshot: true, Show, cancel) : whole;
        // A journal that is written meanwhile has two ends.
        var sameState = partly.Position != whole.Position || partly.StateHash == whole.StateHash;
        return new ReplayLine(journal, shard, whole.Entries, whole.StateHash.ToString("x32"), whole.Differences, sameState, whole.FirstDifferences);
    }

    private static void Print(List<ReplayLine> lines, bool verify)
    {
        foreach (var l in lines)
        {
            Console.WriteLine($"{l.Journal + "-" + l.Shard,-14} {l.Entries,12:N0} entries   state {l.State}{(verify ? $"   {(l.Differences == 0 ? "every decision the same" : $"{l.Differences:N0} decisions differ")}{(l.SameFromSnapshot ? "" : ", the state from the snapshot differs")}" : "")}");
            foreach (var difference in l.FirstDifferences) Console.WriteLine($"  {difference}");
        }
    }

    private sealed record ReplayLine(string Journal, int Shard, long Entries, string State, long Differences, bool SameFromSnapshot, IReadOnlyList<string> FirstDifferences)
    {
        public bool Same => Differences == 0 && SameFromSnapshot;
    }
}
