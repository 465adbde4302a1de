using Noderr.Contracts.Types.V1;

namespace Noderr.Contracts.Wire;

/// <summary>The side of a trade in gRPC's messages: theirs begin with one that says nothing.</summary>
public static class Sides
{
    public static Side ToWire(this Domain.Orders.Side side) => side == Domain.Orders.Side.Buy ? Side.Buy : Side.Sell;

    /// <summary>Null where no side is given, or one that this version does not know.</summary>
    public static Domain.Orders.Side? FromWire(this Side side) => side switch
    {
        Side.Buy => Domain.Orders.Side.Buy,
        Side.Sell => Domain.Orders.Side.Sell,
        _ => null,
    };
}
