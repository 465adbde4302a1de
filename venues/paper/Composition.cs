using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Noderr.Hosting;
using Noderr.Hosting.Access;
using Noderr.Hosting.Configuration;

namespace Noderr.Venues.Paper;

/// <summary>The paper venue stands outside of the system, as a real one does: it keeps its own books and outlives who calls it.</summary>
public static class Composition
{
    public static readonly Section[] Sections = [Section.Of<PaperSettings>("paper")];

    public static void Build(NoderrService service)
    {
        service.Services.AddSingleton(service.Configuration.Current.Section<PaperSettings>())
            .AddSingleton<PaperDesk>().AddSingleton<PaperGrpc>().AddHostedService<QuoteFeed>().AddHostedService<VenueTimes>();
        service.MapGrpc(app => app.MapGrpcService<PaperGrpc>().RequireAuthorization(Role.Trader));
    }
}
