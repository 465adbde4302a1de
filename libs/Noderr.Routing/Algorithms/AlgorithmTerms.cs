using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;

namespace Noderr.Routing.Algorithms;

/// <summary>How an order is to be worked. What a kind does not take is left at nothing.</summary>
public sealed record AlgorithmTerms
{
    public const int MostSlices = 10_000;

    public AlgorithmKind Kind { get; init; }

    public Timestamp Start { get; init; }

    /// <summary>Whatever is left then is traded at once, or left where <see cref="LeavesRest"/> is set.</summary>
    public Timestamp End { get; init; }

    /// <summary>Of a schedule: how many trades it has.</summary>
    public int Slices { get; init; }

    /// <summary>By how much of the time between two slices each is late, at most: in millionths.</summary>
    public int JitterMillionths { get; init; }

    /// <summary>How much more than its own size a slice may have when the schedule is behind: in millionths of it.</summary>
    public int CatchUpMillionths { get; init; } = 1_000_000;

    /// <summary>Of VWAP: which share of the volume comes in each slice of time; they add up to 1.</summary>
    public IReadOnlyList<double> Profile { get; init; } = [];

    /// <summary>Of POV: in millionths of the market's volume, our own included.</summary>
    public int ShareMillionths { get; init; }

    /// <summary>Of a shortfall order: the e-folds by which holdings fall over the whole time; 0 is even.</summary>
    public double Urgency { get; init; }

    /// <summary>Of an iceberg: what is shown at a time. Of a sniper: what must be offered before it takes.</summary>
    public Quantity Display { get; init; }

    /// <summary>How long a slice that did not trade waits before it is tried again.</summary>
    public TimeSpan Retry { get; init; } = TimeSpan.FromSeconds(1);

    public bool LeavesRest { get; init; }

    public bool HasSchedule => Kind is AlgorithmKind.Twap or AlgorithmKind.Vwap or AlgorithmKind.Shortfall;

    /// <summary>What is wrong with them, for whoever wrote them; null when nothing is.</summary>
    public string? Fault(Quantity quantity, Price? limit, Instrument instrument)
    {
        if (!Enum.IsDefined(Kind)) return "there is no such algorithm";
        if (End <= Start) return "an algorithm ends after it starts";
        if (Retry < TimeSpan.FromMilliseconds(10) || Retry > TimeSpan.FromHours(1)) return "retry is 10 ms to 1 h";
        if (JitterMillionths is < 0 or > 1_000_000) return "jitter is 0 to 1000000 millionths of the time between slices";
        if (CatchUpMillionths is < 0 or > 100_000_000) return "catch-up is 0 to 100000000 millionths of a slice";
        return OfSchedule(quantity, instrument) ?? OfKind(quantity, limit, instrument);
    }

    private string? OfSchedule(Quantity quantity, Instrument instrument)
    {
        if (!HasSchedule) return Slices != 0 ? $"{Kind} has no slices by time" : null;
        if (Slices is < 1 or > MostSlices) return $"slices are 1 to {MostSlices}";
        return quantity.Units / Slices < instrument.MinQuantity.Units ? $"{Slices} slices of {quantity} are smaller than the least of {instrument.Id}, {instrument.MinQuantity}" : null;
    }

    private string? OfKind(Quantity quantity, Price? limit, Instrument instrument)
    {
        if (Kind == AlgorithmKind.Vwap)
        {
            if (Profile.Count != Slices || Profile.Any(s => !(s >= 0)) || Math.Abs(Profile.Sum() - 1) > 1e-9) return "a volume profile has a share of 0 or more for each slice, and they add up to 1";
        }
        else if (Profile.Count > 0) return $"{Kind} takes no volume profile";
        if (Kind == AlgorithmKind.Pov ? ShareMillionths is < 1 or > 500_000 : ShareMillionths != 0) return Kind == AlgorithmKind.Pov ? "a share of volume is 1 to 500000 millionths" : $"{Kind} takes no share of volume";
        if (Kind == AlgorithmKind.Shortfall ? !(Urgency is >= 0 and <= 50) : Urgency != 0) return Kind == AlgorithmKind.Shortfall ? "urgency is 0 to 50" : $"{Kind} takes no urgency";
        if (Kind is not (AlgorithmKind.Iceberg or AlgorithmKind.Sniper)) return Display.Sign != 0 ? $"{Kind} takes no display" : null;
        if (limit is null) return $"{Kind} needs a limit";
        return Display < instrument.MinQuantity || !Display.IsMultipleOf(instrument.Lot) || Display > quantity
            ? $"display is a multiple of the lot {instrument.Lot} of {instrument.Id}, at least {instrument.MinQuantity} and at most the quantity {quantity}"
            : null;
    }
}
