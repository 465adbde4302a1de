using Microsoft.Extensions.DependencyInjection;
using Noderr.Hosting;
using Noderr.Hosting.Configuration;
using Noderr.Hosting.Journals;
using Noderr.Ingest.Sources;

namespace Noderr.Ingest;

public static class Composition
{
    public static readonly Section[] Sections = [Section.Of<IngestSettings>("ingest")];

    public static void Build(NoderrService service)
    {
        service.Owns(c => c.Market, (c, shard) => c.Market.Plan(shard, new IngestDecider(c.Instruments)));
        var settings = service.Configuration.Current.Section<IngestSettings>();
        service.Services.AddSingleton(settings);
        if (settings.Source == SourceKind.Synthetic) service.Services.AddHostedService<SyntheticSource>();
    }
}
