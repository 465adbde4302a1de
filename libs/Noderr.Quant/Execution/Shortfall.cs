namespace Noderr.Quant.Execution;

/// <summary>Perold's implementation shortfall: what was paid beyond the price at the decision, for what was filled and for what was not.</summary>
public static class Shortfall
{
    /// <param name="isBuy">Sells pay when prices fall.</param>
    /// <param name="fills">Price and quantity.</param>
    /// <param name="decisionPrice">When it was decided.</param>
    /// <param name="finalPrice">At the end, for what is still missing.</param>
    public static double Of(bool isBuy, ReadOnlySpan<(double Price, double Quantity)> fills, double quantity, double decisionPrice, double finalPrice, double fees)
    {
        var (paid, filled) = (0.0, 0.0);
        foreach (var fill in fills)
        {
            paid += (fill.Price - decisionPrice) * fill.Quantity;
            filled += fill.Quantity;
        }
        return (isBuy ? 1 : -1) * (paid + (finalPrice - decisionPrice) * (quantity - filled)) + fees;
    }

    /// <summary>In ten-thousandths of what the order was worth at the decision.</summary>
    public static double BasisPoints(double shortfall, double quantity, double decisionPrice) => shortfall / (decisionPrice * quantity) * 10_000;
}
