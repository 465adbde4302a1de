using Noderr.Domain.Algorithms;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;

namespace Noderr.Routing.Algorithms;

/// <summary>
/// Says the next step of an order that is worked: from its terms, from what is on record of it and from the market, and from nothing else. Whoever puts each slice
/// on record before it is sent never sends one twice.
/// </summary>
public sealed class Worker(WorkedOrder order)
{
    private readonly TargetSchedule? schedule = order.Terms.HasSchedule ? new TargetSchedule(order) : null;

    public WorkedOrder Order => order;

    /// <summary>The schedule of an order that has one.</summary>
    public TargetSchedule? Schedule => schedule;

    public WorkStep Next(in WorkProgress progress, in MarketView market, Timestamp now)
    {
        var left = order.Quantity - progress.Filled - progress.Working;
        if (order.Quantity <= progress.Filled) return Done();
        var end = order.Terms.End + progress.Paused;
        if (progress.IsPaused) return progress.Working.Sign > 0 && order.Terms.Kind == AlgorithmKind.Iceberg ? TakeBack() : WorkStep.Wait(null);
        if (now < order.Terms.Start) return WorkStep.Wait(order.Terms.Start);
        if (now >= end) return Finish(progress, left, market, now);
        var step = order.Terms.Kind switch
        {
            AlgorithmKind.Iceberg => Rest(progress, left),
            AlgorithmKind.Sniper => Take(progress, left, market, now),
            AlgorithmKind.Pov => Follow(progress, left, market, now),
            _ => KeepUp(progress, left, market, now),
        };
        return step.Act == WorkAct.Wait && (step.Until is null || step.Until > end) ? WorkStep.Wait(end) : step;
    }

    // On schedule: what should have been sent and is neither filled nor on its way is behind.
    private WorkStep KeepUp(in WorkProgress progress, Quantity left, in MarketView market, Timestamp now)
    {
        var (target, next) = schedule!.At(now - progress.Paused);
        var behind = Least(target - progress.Filled - progress.Working, left);
        var due = next < schedule.Count ? schedule.TimeOf(next) + progress.Paused : (Timestamp?)null;
        if (behind < order.Least) return WorkStep.Wait(due);
        // A slice that has come due since is not early, however soon after the last one.
        var newest = next > 0 ? schedule.TimeOf(next - 1) + progress.Paused : order.Terms.Start;
        if (progress.LastSent >= newest && Early(progress, now) is { } later) return WorkStep.Wait(due < later ? due : later);
        var own = schedule.SizeOf(Math.Max(0, next - 1));
        var most = own + Share(own, order.Terms.CatchUpMillionths);
        return Send(progress, Least(behind, most), market, due);
    }

    // So much of what all trade: our part of the volume that includes it.
    private WorkStep Follow(in WorkProgress progress, Quantity left, in MarketView market, Timestamp now)
    {
        var behind = Least(Share(progress.Volume, order.Terms.ShareMillionths) - progress.Filled - progress.Working, left);
        if (behind < order.Least) return WorkStep.Wait(null);
        return Early(progress, now) is { } later ? WorkStep.Wait(later) : Send(progress, behind, market, null);
    }

    private WorkStep Rest(in WorkProgress progress, Quantity left)
    {
        if (progress.Working.Sign > 0 || left.Sign <= 0) return WorkStep.Wait(null);
        return new WorkStep(WorkAct.Send, null, progress.Slices, Least(order.Terms.Display, left), OrderTerms.AtLimit(order.Limit!.Value));
    }

    private WorkStep Take(in WorkProgress progress, Quantity left, in MarketView market, Timestamp now)
    {
        if (market.Across(order.Side).Units <= 0 || !IsWithin(market) || market.Offered(order.Side) < Least(order.Terms.Display, left) || progress.Working.Sign > 0) return WorkStep.Wait(null);
        return Early(progress, now) is { } later ? WorkStep.Wait(later) : Send(progress, Least(left, market.Offered(order.Side)), market, null);
    }

    // Its time is over: what rests comes back, and what is left is traded at once, unless it is to be left.
    private WorkStep Finish(in WorkProgress progress, Quantity left, in MarketView market, Timestamp now)
    {
        if (progress.Working.Sign > 0) return order.Terms.Kind == AlgorithmKind.Iceberg ? TakeBack() : WorkStep.Wait(null);
        if (order.Terms.LeavesRest || left.Down(order.Lot) < order.Least || !IsWithin(market)) return Done();
        return Early(progress, now) is { } later ? WorkStep.Wait(later) : Send(progress, left, market, null);
    }

    private WorkStep Send(in WorkProgress progress, Quantity quantity, in MarketView market, Timestamp? otherwise)
    {
        var size = quantity.Down(order.Lot);
        var price = market.Across(order.Side);
        // What the market does not offer within the limit is waited for.
        if (price.Units <= 0 || !IsWithin(market)) return WorkStep.Wait(null);
        if (size < order.Least) return WorkStep.Wait(otherwise);
        return new WorkStep(WorkAct.Send, null, progress.Slices, size, OrderTerms.AtLimit(order.Side == Side.Buy ? price.Up(order.Tick) : price.Down(order.Tick), TimeInForce.Ioc));
    }

    private bool IsWithin(in MarketView market)
    {
        var price = market.Across(order.Side);
        return price.Units <= 0 || order.Limit is not { } limit || (order.Side == Side.Buy ? price <= limit : price >= limit);
    }

    // Too soon after the last slice: it may still be on its way, and the market has to come back.
    private Timestamp? Early(in WorkProgress progress, Timestamp now) =>
        progress.LastSent is { } last && last + order.Terms.Retry is var next && now < next ? next : null;

    private static Quantity Least(Quantity a, Quantity b) => a < b ? a : b;

    private static Quantity Share(Quantity of, int millionths) => new((long)((Int128)of.Units * millionths / 1_000_000));

    private static WorkStep TakeBack() => new(WorkAct.TakeBack, null, 0, default, default);

    private static WorkStep Done() => new(WorkAct.Done, null, 0, default, default);
}
