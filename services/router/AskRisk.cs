using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Noderr.Domain.Events;
using Noderr.Hosting.Journals;
using Noderr.Journal.Entries;
using Noderr.Journal.Kafka;

namespace Noderr.Router;

/// <summary>An order that is on record, or other terms for one, is put before risk; the answer comes back as a request to the decider.</summary>
public sealed class AskRisk(int book, ShardOwner<OrderEvent> router, RiskClient risk, IHostApplicationLifetime life, ILogger<AskRisk> log) : IEffects<OrderEvent>
{
    public void Run(Entry<OrderEvent> entry)
    {
        foreach (var e in entry.Events)
            if (e.Kind is OrderKind.Created or OrderKind.AmendProposed) _ = Ask(e);
    }

    /// <summary>What the last owner asked, or did not get to ask.</summary>
    public void TookOver() => _ = Task.Run(async () =>
    {
        foreach (var order in router.Look(book, (RouterDecider r) => r.Asking.ToArray()) ?? []) await Ask(order);
    });

    private async Task Ask(OrderEvent order)
    {
        try
        {
            var asked = order.Kind == OrderKind.AmendProposed ? order.Signal : order.Order;
            await router.Ask(book, new RiskAnswer(asked, await risk.Ask(order, asked)));
        }
#pragma warning disable CA1031 // Nobody waits for this task: an order without an answer stays where it is, and must be heard of.
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (!life.ApplicationStopping.IsCancellationRequested) log.RiskNotAsked(order.Order.ToString(), e);
        }
    }
}

internal static partial class RouterLog
{
    [LoggerMessage(EventName = "noderr.risk.not_asked", Level = LogLevel.Error, Message = "risk could not be asked about {Order}")]
    public static partial void RiskNotAsked(this ILogger logger, string order, Exception e);
}
