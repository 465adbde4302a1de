using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.DependencyInjection;
using Noderr.Domain.Events;
using Noderr.Hosting.Journals;
using Noderr.Ingest;
using Noderr.Risk;

namespace Noderr.Tests.Unit.Trading;

public sealed class CutJournalTests
{
    [Fact]
    public async Task Who_reads_a_journal_for_the_first_time_begins_where_retention_left_off()
    {
        await using var desk = await RunningDesk.Start();
        await RunningDesk.Until(() => Ticks(desk) > 300 && Priced(desk), "the market does not run");
        await desk.Restart(async () =>
        {
            using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = desk.Bootstrap }).Build();
            await admin.DeleteTopicsAsync(["noderr.risk", "noderr.risk.snapshots"]);
            await admin.DeleteRecordsAsync([new TopicPartitionOffset("noderr.market", 0, 100)]);
        });
        await RunningDesk.Until(() => Priced(desk), "risk does not see the market");
        // And once more, now that its journal names records from the middle on.
        await desk.Restart();
        await RunningDesk.Until(() => Priced(desk), "risk does not come back");
    }

    private static long Ticks(RunningDesk desk) => desk.Desk["ingest"].Provider.GetRequiredService<ShardOwner<MarketEvent>>().Look(0, (IngestDecider d) => d.Count);

    private static bool Priced(RunningDesk desk) => desk.Desk["risk"].Provider.GetRequiredService<ShardOwner<RiskEvent>>().Look(0, (RiskDecider r) => r.HasPrice(0));
}
