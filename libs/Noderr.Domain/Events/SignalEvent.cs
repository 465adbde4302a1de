using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;

namespace Noderr.Domain.Events;

/// <summary>A strategy wants to trade; <see cref="Reference"/> is the price that it saw.</summary>
public readonly record struct SignalEvent(
    Identity Id, int Book, int Strategy, int Instrument, Side Side, Quantity Quantity, Price Reference, Timestamp At);
