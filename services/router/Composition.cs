using Microsoft.Extensions.DependencyInjection;
using Noderr.Domain.Events;
using Noderr.Hosting;
using Noderr.Hosting.Configuration;
using Noderr.Hosting.Journals;
using Noderr.Journal.Kafka;

namespace Noderr.Router;

public static class Composition
{
    public static readonly Section[] Sections = [];

    public static void Build(NoderrService service)
    {
        service.Owns(c => c.Orders, Plan, (services, book) => ActivatorUtilities.CreateInstance<AskRisk>(services, book));
        service.Services.AddSingleton<RiskClient>();
        service.FindsOwnersOf("risk");
    }

    /// <summary>A shard for each book.</summary>
    public static ShardPlan<OrderEvent> Plan(JournalCatalog c, int book)
    {
        var decider = new RouterDecider(c.Books[book], c.Instruments);
        return c.Orders.Plan(book, decider).ReadsAll(c.Market, decider).Reads(c.Signals, book, decider).ReadsAll(c.Control, decider).Reads(c.Executions, book, decider);
    }
}
