using Microsoft.Extensions.DependencyInjection;
using Noderr.Domain.Events;
using Noderr.Hosting;
using Noderr.Hosting.Configuration;
using Noderr.Hosting.Journals;
using Noderr.Journal.Kafka;

namespace Noderr.Control;

public static class Composition
{
    public static readonly Section[] Sections = [];

    public static void Build(NoderrService service)
    {
        service.Owns(c => c.Control, Plan);
        service.FindsOwnersOf([.. Topology.Services.Select(s => s.Journal)]);
        service.Services.ConfigureHttpJsonOptions(o => o.SerializerOptions.Converters.Add(new TimestampText()));
        service.Services.AddSingleton<Blotter>().AddHostedService<BlotterFeed>().AddHostedService<DeadLetterWatch>();
        service.Map(app => app.MapControl());
    }

    public static ShardPlan<ControlEvent> Plan(JournalCatalog c, int shard) => c.Control.Plan(shard, new ControlDecider());
}
