using Noderr.Domain.Numbers;

namespace Noderr.Domain.Orders;

/// <summary>A trade as its venue tells of it.</summary>
public readonly record struct VenueTrade(UInt128 Id, Quantity Size, Price Price);

/// <summary>What a venue says of an order as a whole when it is asked.</summary>
/// <param name="Status">Accepted, Triggered, PartiallyFilled, or how it ended.</param>
/// <param name="Filled">In all; may be more than the trades that it still knows come to.</param>
/// <param name="FilledAt">On average, over all that is filled.</param>
public sealed record VenueStatement(OrderStatus Status, Quantity Quantity, Quantity Filled, Price FilledAt, IReadOnlyList<VenueTrade> Trades)
{
    /// <summary>
    /// Brings an order to what the venue says: trades that are missing are added; what is filled without a trade that the venue still names is
    /// one trade more, at the price that makes the average right, under a name computed from what it stands for.
    /// </summary>
    public void Settle(Order order)
    {
        foreach (var trade in Trades) order.Fill(trade.Id, trade.Size, trade.Price, OrderSource.Reconciliation);
        if (Filled > order.Filled)
        {
            var missing = Filled - order.Filled;
            order.Fill(Identity.Of(Identity.Kind.Fill, order.Id.Value, (UInt128)(Int128)Filled.Units).Value, missing, order.PriceThatMakes(FilledAt, missing), OrderSource.Reconciliation);
        }
        order.Restate(order.Filled >= Quantity ? OrderStatus.Filled : Status, Quantity);
    }
}
