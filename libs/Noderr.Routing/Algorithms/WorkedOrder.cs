using Noderr.Domain.Algorithms;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;

namespace Noderr.Routing.Algorithms;

/// <summary>The order that is worked.</summary>
public sealed record WorkedOrder(Identity Id, Side Side, Quantity Quantity, Price? Limit, Price Tick, Quantity Lot, Quantity Least, AlgorithmTerms Terms);

/// <summary>What is on record of it: all that its next step depends on, besides the market.</summary>
/// <param name="Slices">Sent so far, whatever became of them: the next one is this number.</param>
/// <param name="Filled">Of all slices.</param>
/// <param name="Working">At venues still.</param>
/// <param name="LastSent">When the newest slice was sent; nothing before the first.</param>
/// <param name="Volume">Of the market since the start, our own included.</param>
/// <param name="Paused">How long it was paused in all: a schedule stands still as long.</param>
public readonly record struct WorkProgress(int Slices, Quantity Filled, Quantity Working, Timestamp? LastSent, Quantity Volume, TimeSpan Paused, bool IsPaused);

/// <summary>What the market offers.</summary>
public readonly record struct MarketView(Price Bid, Price Ask, Quantity BidSize, Quantity AskSize)
{
    public Price Across(Side side) => side == Side.Buy ? Ask : Bid;

    public Quantity Offered(Side side) => side == Side.Buy ? AskSize : BidSize;
}

public enum WorkAct : byte
{
    /// <summary>Nothing before the time that is named, or until the market or a slice says something new.</summary>
    Wait,

    /// <summary>The next slice is to be sent.</summary>
    Send,

    /// <summary>What is at venues is to be taken back.</summary>
    TakeBack,

    /// <summary>There is nothing more to do.</summary>
    Done,
}

/// <summary>The next step. A slice has its own number, so that it is the same one whoever decides it again.</summary>
public readonly record struct WorkStep(WorkAct Act, Timestamp? Until, int Slice, Quantity Quantity, OrderTerms Terms)
{
    internal static WorkStep Wait(Timestamp? until) => new(WorkAct.Wait, until, 0, default, default);
}
