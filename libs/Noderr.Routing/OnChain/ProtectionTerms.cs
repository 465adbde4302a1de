using Noderr.Domain.OnChain;
using Noderr.Domain.Orders;

namespace Noderr.Routing.OnChain;

/// <summary>How an order on a chain is kept from those who watch the mempool. What is not set is not done.</summary>
public sealed record ProtectionTerms
{
    public const int MostParts = 1000;

    /// <summary>How many transactions of each part the private relay may let die before it is left; 0 leaves it out from the start. It is asked again in each block of their lives.</summary>
    public int RelayTries { get; init; }

    /// <summary>Whether what the relay did not bring in is sent to all in the end. Without a relay all of it is.</summary>
    public bool FallsBack { get; init; }

    /// <summary>Promised by a hash in one block, shown and made in a later one.</summary>
    public bool CommitsFirst { get; init; }

    /// <summary>How much worse than its quote a swap may come out at most, in millionths.</summary>
    public int GuardMillionths { get; init; }

    /// <summary>Tightens the guard until a sandwich does not pay for its gas.</summary>
    public bool TightensGuard { get; init; }

    /// <summary>Into how many parts the order may be split, each too small for a sandwich; 1 leaves it whole.</summary>
    public int Parts { get; init; } = 1;

    /// <summary>Each part waits for a number of blocks by chance, up to so many.</summary>
    public int WindowBlocks { get; init; }

    /// <summary>For how many blocks what was sent may be included; what is late reverts. A guard is as good as its quote is new.</summary>
    public int LiveBlocks { get; init; } = 1;

    /// <summary>How often a part is tried in vain until the rest is given up.</summary>
    public int MostTries { get; init; } = 20;

    /// <summary>What is wrong with them, for whoever wrote them; null when nothing is.</summary>
    public string? Fault(in PoolState pool, Side side, UInt128 paid)
    {
        if (pool.Coin == 0 || pool.Token == 0) return "the pool is empty";
        if (pool.FeeMillionths is < 0 or >= 1_000_000) return "a pool's fee is 0 to 999999 millionths";
        if (paid == 0) return "what is paid must be above 0";
        if (!pool.Holds(side, paid)) return "the pool can not hold what is paid";
        if (pool.Quote(side, paid) == 0) return "nothing comes out for what is paid";
        if (RelayTries is < 0 or > 1000) return "the relay is tried 0 to 1000 times";
        if (FallsBack && RelayTries == 0) return "only what is sent to a relay falls back";
        if (GuardMillionths is < 0 or > 999_999) return "a guard is 0 to 999999 millionths";
        if (Parts is < 1 or > MostParts) return $"parts are 1 to {MostParts}";
        if (WindowBlocks is < 0 or > 10_000) return "a window is 0 to 10000 blocks";
        if (LiveBlocks is < 1 or > 1000) return "what is sent lives for 1 to 1000 blocks";
        if (MostTries is < 1 or > 1000) return "tries are 1 to 1000";
        if (Parts == 1) return null;
        var needed = OrderSplit.PartsNeeded(pool, side, paid);
        return needed <= Parts ? null : $"parts too small for a sandwich would be {needed} or more; {Parts} are allowed";
    }
}
