namespace Noderr.Quant.Execution;

/// <summary>
/// Almgren and Chriss, Optimal Execution of Portfolio Transactions: the holdings that cost least, where selling fast moves the price and selling slowly
/// leaves it to chance.
/// </summary>
/// <param name="Quantity">To be traded.</param>
/// <param name="Horizon">Time until it is done, in the unit of the volatility.</param>
/// <param name="Slices">Trades, at equal distances.</param>
/// <param name="Volatility">Of the price, absolute, in a unit of time.</param>
/// <param name="TemporaryImpact">By how much a price is worse for each unit traded in a unit of time.</param>
/// <param name="PermanentImpact">By how much the price stays moved for each unit traded.</param>
/// <param name="FixedCost">Of each unit: half the spread and fees.</param>
/// <param name="RiskAversion">What a unit of variance is worth.</param>
public sealed record AlmgrenChriss(
    double Quantity, double Horizon, int Slices, double Volatility, double TemporaryImpact, double PermanentImpact, double FixedCost, double RiskAversion)
{
    private double Step => Horizon / Slices;

    // A trade's own permanent impact is half in its price already.
    private double EffectiveImpact => TemporaryImpact - PermanentImpact * Step / 2;

    /// <summary>How fast holdings fall: e-fold in a time of 1/kappa. 0 for who does not mind risk: he sells evenly.</summary>
    public double Kappa
    {
        get
        {
            var squared = RiskAversion * Volatility * Volatility / EffectiveImpact;
            // cosh x = 1 + 2 sinh²(x/2): exact also where x is small.
            return 2 * Math.Asinh(Math.Sqrt(squared) * Step / 2) / Step;
        }
    }

    /// <summary>At the beginning and after each trade.</summary>
    public double[] Holdings()
    {
        var kappa = Kappa;
        return [.. Enumerable.Range(0, Slices + 1).Select(j => Left(kappa, Horizon * (Slices - j) / Slices))];
    }

    public double ExpectedCost()
    {
        var holdings = Holdings();
        var squares = holdings.Zip(holdings.Skip(1), (before, after) => (before - after) * (before - after)).Sum();
        return PermanentImpact * Quantity * Quantity / 2 + FixedCost * Quantity + EffectiveImpact / Step * squares;
    }

    public double Variance() => Volatility * Volatility * Step * Holdings().Skip(1).Sum(x => x * x);

    private double Left(double kappa, double remaining)
    {
        if (kappa * Horizon < 1e-12) return Quantity * remaining / Horizon;
        // sinh of what is large is infinite, its ratio is not.
        return kappa * Horizon < 300 ? Quantity * Math.Sinh(kappa * remaining) / Math.Sinh(kappa * Horizon) : Quantity * Math.Exp(kappa * (remaining - Horizon));
    }
}
