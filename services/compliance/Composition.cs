using Noderr.Domain.Events;
using Noderr.Hosting;
using Noderr.Hosting.Configuration;
using Noderr.Hosting.Journals;
using Noderr.Hosting.Kafka;
using Noderr.Journal.Kafka;

namespace Noderr.Compliance;

public static class Composition
{
    public static readonly Section[] Sections = [];

    public static void Build(NoderrService service) => service.Owns(c => c.Compliance, Plan, reading: KafkaProfile.Bulk);

    public static ShardPlan<ComplianceEvent> Plan(JournalCatalog c, int shard)
    {
        var decider = new ComplianceDecider(new SealRule());
        var plan = c.Compliance.Plan(shard, decider);
        foreach (var journal in Topology.Of("compliance").Reads)
            foreach (var partition in c.Everything(journal)) plan.ReadsRaw(partition, journal, decider);
        return plan;
    }
}
