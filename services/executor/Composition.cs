using Microsoft.Extensions.DependencyInjection;
using Noderr.Hosting;
using Noderr.Hosting.Configuration;
using Noderr.Hosting.Journals;

namespace Noderr.Executor;

public static class Composition
{
    public static readonly Section[] Sections = [Section.Of<VenueSettings>("venue")];

    /// <summary>A shard for each book.</summary>
    public static void Build(NoderrService service)
    {
        service.Owns(c => c.Executions, (c, book) =>
        {
            var decider = new ExecutorDecider(c.Books[book]);
            return c.Executions.Plan(book, decider).Reads(c.Orders, book, decider);
        }, (services, book) => ActivatorUtilities.CreateInstance<CallVenue>(services, book));
        service.Services.AddSingleton(service.Configuration.Current.Section<VenueSettings>()).AddSingleton<VenueClient>();
    }
}
