using Noderr.Domain.Numbers;

namespace Noderr.Domain.Orders;

public enum Side : byte
{
    Buy,
    Sell,
}

public static class Sides
{
    public static Side Opposite(this Side side) => side == Side.Buy ? Side.Sell : Side.Buy;

    /// <summary>What the quantity does to a position.</summary>
    public static Quantity Signed(this Side side, Quantity quantity) => side == Side.Buy ? quantity : -quantity;
}
