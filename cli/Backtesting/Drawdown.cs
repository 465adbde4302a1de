using Noderr.Domain.Numbers;

namespace Noderr.Cli.Backtesting;

/// <summary>How far a profit has fallen from its highest so far, which is at least nothing: that is where it began.</summary>
public sealed class Drawdown
{
    private Money peak;

    public Money Last { get; private set; }

    public Money Most { get; private set; }

    public void Follow(Money profit)
    {
        Last = profit;
        if (profit > peak) peak = profit;
        else if (peak - profit > Most) Most = peak - profit;
    }
}
