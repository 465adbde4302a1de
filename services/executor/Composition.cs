using Microsoft.Extensions.DependencyInjection;
using Noderr.Domain.Events;
using Noderr.Hosting;
using Noderr.Hosting.Configuration;
using Noderr.Hosting.Journals;
using Noderr.Journal.Kafka;

namespace Noderr.Executor;

public static class Composition
{
    public static readonly Section[] Sections = [Section.Of<VenueSettings>("venue")];

    public static void Build(NoderrService service)
    {
        service.Owns(c => c.Executions, Plan, (services, book) => ActivatorUtilities.CreateInstance<CallVenue>(services, book));
        service.Services.AddSingleton(service.Configuration.Current.Section<VenueSettings>()).AddSingleton<VenueClient>();
    }

    /// <summary>A shard for each book.</summary>
    public static ShardPlan<ExecutionEvent> Plan(JournalCatalog c, int book)
    {
        var decider = new ExecutorDecider(c.Books[book]);
        return c.Executions.Plan(book, decider).Reads(c.Orders, book, decider);
    }
}
