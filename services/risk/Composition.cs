using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Noderr.Domain.Events;
using Noderr.Hosting;
using Noderr.Hosting.Access;
using Noderr.Hosting.Configuration;
using Noderr.Hosting.Journals;
using Noderr.Journal.Kafka;

namespace Noderr.Risk;

public static class Composition
{
    public static readonly Section[] Sections = [];

    public static void Build(NoderrService service)
    {
        service.Owns(c => c.Risk, Plan);
        service.Services.AddSingleton<RiskGrpc>();
        service.MapGrpc(app => app.MapGrpcService<RiskGrpc>().RequireAuthorization(Role.Trader));
    }

    /// <summary>A shard for each book.</summary>
    public static ShardPlan<RiskEvent> Plan(JournalCatalog c, int book)
    {
        var decider = new RiskDecider(c.Books[book], c.Instruments);
        return c.Risk.Plan(book, decider).ReadsAll(c.Market, decider).Reads(c.Executions, book, decider).ReadsAll(c.Control, decider);
    }
}
