using Noderr.Domain.Numbers;

namespace Noderr.Simulation.Venues;

/// <summary>What lies between a trader and a venue: distance, and what goes wrong on it. Shares are in millionths; chance comes from a seed.</summary>
public sealed record ConnectionSetup
{
    /// <summary>From the trader to the venue.</summary>
    public TimeSpan There { get; init; }

    /// <summary>From the venue to the trader.</summary>
    public TimeSpan Back { get; init; }

    /// <summary>By how much longer it may take, at most.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>How long the trader waits before he takes a call for lost.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Calls that never arrive.</summary>
    public int LostMillionths { get; init; }

    /// <summary>Calls that arrive and whose answer does not: what the venue says of the order later does.</summary>
    public int UnansweredMillionths { get; init; }

    /// <summary>Reports that are lost by themselves: part of what the venue says.</summary>
    public int MissedMillionths { get; init; }

    /// <summary>Orders that the venue refuses for no reason of theirs.</summary>
    public int RejectedMillionths { get; init; }

    /// <summary>Times at which nothing gets through in either direction.</summary>
    public IReadOnlyList<(Timestamp From, TimeSpan Lasts)> Outages { get; init; } = [];

    public ulong Seed { get; init; } = 1;

    internal bool IsOut(Timestamp at)
    {
        foreach (var (from, lasts) in Outages)
            if (at >= from && at < from + lasts) return true;
        return false;
    }
}
