using Microsoft.Extensions.DependencyInjection;
using Noderr.Domain.Events;
using Noderr.Hosting;
using Noderr.Hosting.Configuration;
using Noderr.Hosting.Health;
using Noderr.Hosting.Journals;
using Noderr.Journal.Kafka;
using Noderr.Ingest.Sources;

namespace Noderr.Ingest;

public static class Composition
{
    public static readonly Section[] Sections = [Section.Of<IngestSettings>("ingest")];

    public static void Build(NoderrService service)
    {
        service.Owns(c => c.Market, Plan);
        var settings = service.Configuration.Current.Section<IngestSettings>();
        service.Services.AddSingleton(settings);
        if (settings.Source == SourceKind.Synthetic) service.Services.AddHostedService<SyntheticSource>();
        if (settings.Source != SourceKind.Recorded) return;
        service.Services.AddSingleton<RecordedSource>().AddHostedService(s => s.GetRequiredService<RecordedSource>());
        service.Check("source", Probe.Ready, _ => Task.FromResult(service.Provider.GetRequiredService<RecordedSource>().Health()));
    }

    public static ShardPlan<MarketEvent> Plan(JournalCatalog c, int shard) => c.Market.Plan(shard, new IngestDecider(c.Instruments));
}
