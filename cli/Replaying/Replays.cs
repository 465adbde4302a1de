using Noderr.Chaos;
using Noderr.Hosting.Journals;
using Noderr.Hosting.Kafka;
using Noderr.Journal.Kafka;

namespace Noderr.Cli.Replaying;

/// <summary>The replay of each journal, by its name, with the plan that its service trades with.</summary>
public static class Replays
{
    public static ReplayResult Run(string journal, int shard, JournalCatalog c, KafkaSettings kafka, bool decideAgain, bool fromSnapshot = false, Action<long, long>? progress = null, CancellationToken cancel = default)
    {
        return journal switch
        {
            "market" => Replay(Ingest.Composition.Plan(c, shard)),
            "features" => Replay(Feature.Composition.Plan(c, shard)),
            "signals" => Replay(Strategy.Composition.Plan(c, shard)),
            "orders" => Replay(Router.Composition.Plan(c, shard)),
            "risk" => Replay(Risk.Composition.Plan(c, shard)),
            "executions" => Replay(Executor.Composition.Plan(c, shard)),
            "control" => Replay(Control.Composition.Plan(c, shard)),
            "compliance" => Replay(Compliance.Composition.Plan(c, shard)),
            "chaos" => Replay(Chaos.Composition.Plan(c, shard, new ChaosRule())),
            "models" => Replay(Trainer.Composition.Plan(c, shard)),
            _ => throw new ArgumentException($"there is no journal {journal}: give one of {string.Join(", ", Topology.Services.Select(s => s.Journal))}", nameof(journal)),
        };

        ReplayResult Replay<TEvent>(ShardPlan<TEvent> plan) =>
            new JournalReplay<TEvent>(plan, () => new ClientReader(kafka.Reader(KafkaProfile.Bulk, "replay"))).Run(decideAgain, fromSnapshot, progress, cancel);
    }
}
