namespace Noderr.Domain.Algorithms;

public enum AlgorithmKind : byte
{
    /// <summary>Evenly over time.</summary>
    Twap,

    /// <summary>As the market's volume is expected to come.</summary>
    Vwap,

    /// <summary>A share of the market's volume as it comes.</summary>
    Pov,

    /// <summary>Sooner the more risk weighs against impact: Almgren and Chriss.</summary>
    Shortfall,

    /// <summary>Resting at its limit, a part at a time.</summary>
    Iceberg,

    /// <summary>Waits until enough is offered at its limit, and takes it.</summary>
    Sniper,
}
