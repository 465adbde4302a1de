using Microsoft.Extensions.DependencyInjection;
using Noderr.Hosting;
using Noderr.Hosting.Configuration;
using Noderr.Hosting.Journals;

namespace Noderr.Router;

public static class Composition
{
    public static readonly Section[] Sections = [];

    /// <summary>A shard for each book.</summary>
    public static void Build(NoderrService service)
    {
        service.Owns(c => c.Orders, (c, book) =>
        {
            var decider = new RouterDecider(c.Books[book], c.Instruments);
            return c.Orders.Plan(book, decider).Reads(c.Signals, book, decider);
        }, (services, book) => ActivatorUtilities.CreateInstance<AskRisk>(services, book));
        service.Services.AddSingleton<RiskClient>();
        service.FindsOwnersOf("risk");
    }
}
