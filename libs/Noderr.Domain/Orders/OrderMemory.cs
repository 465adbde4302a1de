using Noderr.Domain.Numbers;

namespace Noderr.Domain.Orders;

/// <summary>All that is known of an order, as plain values.</summary>
/// <param name="Ground">Where it stands once what is asked for is answered.</param>
/// <param name="Paid">Price times size over all fills, unrounded.</param>
public readonly record struct OrderMemory(
    Identity Id, Side Side, Quantity Quantity, Quantity Filled, OrderStatus Status, OrderStatus Ground, bool IsUnknown, OrderSource EndedBy, Int128 Paid, ReadOnlyMemory<UInt128> Trades);
