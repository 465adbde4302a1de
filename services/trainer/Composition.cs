using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Noderr.Domain.Books;
using Noderr.Domain.Events;
using Noderr.Domain.Instruments;
using Noderr.Hosting;
using Noderr.Hosting.Access;
using Noderr.Hosting.Configuration;
using Noderr.Hosting.Journals;
using Noderr.Journal.Kafka;

namespace Noderr.Trainer;

public static class Composition
{
    private const int Shard = 0;
    public static readonly Section[] Sections = [];

    public static void Build(NoderrService service)
    {
        service.Owns(c => c.Models, Plan, (services, _) => Effects(services));
        service.Map(app => app.MapPost("/api/v1/trainings", Train).RequireAuthorization(Role.Trader));
        service.Map(app => app.MapGet("/api/v1/trainings", (ShardOwner<ModelEvent> trainer, Book[] books) => new
        {
            waiting = trainer.Look(Shard, (TrainerDecider t) => t.Waiting.Select(w => w.Model).ToArray()) ?? [],
            models = books[0].Unattended.Strategies.Select(s => trainer.Look(Shard, (TrainerDecider t) => t.Newest(s.Name))).OfType<ModelEvent>()
                .Select(m => new { m.Model, best = m.Best.Values, m.Score, m.Trials }),
        }).RequireAuthorization(Role.Viewer));
    }

    /// <summary>It trains the first book.</summary>
    public static ShardPlan<ModelEvent> Plan(JournalCatalog c, int shard) => c.Models.Plan(shard, new TrainerDecider(c.Books[0], new TrainingRule()));

    private static Trainings Effects(IServiceProvider services)
    {
        var (trainer, instruments, books) = (services.GetRequiredService<ShardOwner<ModelEvent>>(), services.GetRequiredService<InstrumentCatalog>(), services.GetRequiredService<Book[]>());
        var market = new TrainingMarket(instruments, instruments.Select(i => i.Symbol).Distinct().ToDictionary(s => s, _ => 1000.0));
        var job = new TrainingJob(books[0].Unattended, instruments, TimeProvider.System);
        return new Trainings(
            (request, stop) => job.Run(request, market.Make(request.Seed), stop),
            () => trainer.Look(Shard, (TrainerDecider t) => t.Waiting) ?? [],
            outcome => trainer.Ask(Shard, outcome));
    }

    private static async Task<IResult> Train(TrainingOrder order, ShardOwner<ModelEvent> trainer)
    {
        var request = new TrainingRequest(
            order.Strategy ?? "", NamedValues.Of<string>([.. (order.Parameters ?? []).Select(p => (p.Key, p.Value))]), order.Seed ?? 1, order.Trials ?? 50, TimeSpan.FromSeconds(order.Seconds ?? 60));
        if (!trainer.Owns(Shard)) return Results.Problem("this instance does not own the models' journal, or is still recovering; try again", statusCode: 503);
        if (trainer.Look(Shard, (TrainerDecider t) => t.Judge(request)) is { Length: > 0 } why) return Results.Problem(why, statusCode: 400);
        return await trainer.Ask(Shard, request) ? Results.Accepted("/api/v1/trainings") : Results.Problem("the journal was lost meanwhile; try again", statusCode: 503);
    }
}

/// <summary>What is to be searched: a strategy's parameters with their candidates, as { "enter": "0.5,1,1.5" }.</summary>
public sealed record TrainingOrder(string? Strategy, Dictionary<string, string>? Parameters, long? Seed, int? Trials, int? Seconds);
