using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Noderr.Domain.Events;
using Noderr.Hosting;
using Noderr.Hosting.Access;
using Noderr.Hosting.Configuration;
using Noderr.Hosting.Journals;
using Noderr.Journal.Kafka;

namespace Noderr.Chaos;

public static class Composition
{
    private const int Shard = 0;
    public static readonly Section[] Sections = [Section.Of<ChaosSettings>("chaos")];

    public static void Build(NoderrService service)
    {
        var settings = service.Configuration.Current.Section<ChaosSettings>();
        service.Owns(c => c.Chaos, (c, shard) => Plan(c, shard, settings.ToRule()), (services, _) =>
        {
            var chaos = services.GetRequiredService<ShardOwner<ChaosEvent>>();
            return new Experimenter(new ProcessFaults(settings.Victims, services.GetRequiredService<HttpClient>()), outcome => chaos.Ask(Shard, outcome));
        });
        service.Services.AddSingleton(_ => new HttpClient(new SocketsHttpHandler { UseProxy = false }));
        service.Map(app => app.MapPost("/api/v1/experiments", Start).RequireAuthorization(Role.Admin));
        service.Map(app => app.MapGet("/api/v1/experiments", (ShardOwner<ChaosEvent> chaos) =>
            new { running = chaos.Look(Shard, (ChaosDecider c) => c.Running)?.Experiment }).RequireAuthorization(Role.Viewer));
    }

    public static ShardPlan<ChaosEvent> Plan(JournalCatalog c, int shard, ChaosRule rule) => c.Chaos.Plan(shard, new ChaosDecider(rule));

    private static async Task<IResult> Start(ExperimentOrder order, ShardOwner<ChaosEvent> chaos, ClaimsPrincipal user)
    {
        var request = new ExperimentRequest(order.Target ?? "", user.Identity?.Name ?? "");
        if (!chaos.Owns(Shard)) return Results.Problem("this instance does not own chaos' journal, or is still recovering; try again", statusCode: 503);
        if (chaos.Look(Shard, (ChaosDecider c) => c.Judge(request, chaos.Clock)) is var refusal and not Refusal.None) return Results.Problem(Words(refusal), statusCode: 409);
        return await chaos.Ask(Shard, request)
            ? Results.Accepted("/api/v1/experiments", new { experiment = chaos.Look(Shard, (ChaosDecider c) => c.Running)?.Experiment })
            : Results.Problem("the journal was lost meanwhile; try again", statusCode: 503);
    }

    private static string Words(Refusal refusal) => refusal switch
    {
        Refusal.UnknownTarget => "the target is none of chaos.targets",
        Refusal.NoTargets => "nothing may be killed: chaos.targets names no service",
        Refusal.OneIsRunning => "an experiment is under way; one at a time",
        Refusal.TooSoon => "the last experiment has just ended; chaos.rest says how long to wait",
        _ => "there were enough experiments for an hour",
    };
}

/// <summary>Which service is to be killed; one is chosen when none is named.</summary>
public sealed record ExperimentOrder(string? Target);
