namespace Noderr.Simulation.Venues;

/// <summary>Which of two orders of one account yields when they would trade with each other.</summary>
public enum SelfTradePrevention : byte
{
    CancelsResting,
    CancelsComing,
    CancelsBoth,

    /// <summary>They trade, as at a venue that does not look.</summary>
    None,
}
