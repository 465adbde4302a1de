using Noderr.Domain.Events;
using Noderr.Hosting;
using Noderr.Hosting.Configuration;
using Noderr.Hosting.Journals;
using Noderr.Journal.Kafka;

namespace Noderr.Feature;

public static class Composition
{
    public static readonly Section[] Sections = [];

    public static void Build(NoderrService service) => service.Owns(c => c.Features, Plan);

    public static ShardPlan<FeatureEvent> Plan(JournalCatalog c, int shard)
    {
        var decider = new FeatureDecider(c.Instruments.Count);
        return c.Features.Plan(shard, decider).Reads(c.Market, shard, decider);
    }
}
