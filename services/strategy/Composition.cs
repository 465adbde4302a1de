using Noderr.Domain.Events;
using Noderr.Hosting;
using Noderr.Hosting.Configuration;
using Noderr.Hosting.Journals;
using Noderr.Journal.Kafka;

namespace Noderr.Strategy;

public static class Composition
{
    public static readonly Section[] Sections = [];

    public static void Build(NoderrService service) => service.Owns(c => c.Signals, Plan);

    /// <summary>A shard for each book.</summary>
    public static ShardPlan<SignalEvent> Plan(JournalCatalog c, int book)
    {
        var decider = new StrategyDecider(c.Books[book], c.Instruments.Count);
        return c.Signals.Plan(book, decider).ReadsAll(c.Features, decider).Reads(c.Orders, book, decider).Reads(c.Executions, book, decider);
    }
}
