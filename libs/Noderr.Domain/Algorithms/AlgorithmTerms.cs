using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;

namespace Noderr.Domain.Algorithms;

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

    /// <summary>Of VWAP: which share of the volume comes in each slice of time, in millionths; they add up to 1000000.</summary>
    public IReadOnlyList<int> Profile { get; init; } = [];

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

    public bool Equals(AlgorithmTerms? other) =>
        other is not null && (Kind, Start, End, Slices, JitterMillionths, CatchUpMillionths, ShareMillionths) == (other.Kind, other.Start, other.End, other.Slices, other.JitterMillionths, other.CatchUpMillionths, other.ShareMillionths)
        && (Urgency, Display, Retry, LeavesRest) == (other.Urgency, other.Display, other.Retry, other.LeavesRest) && Profile.SequenceEqual(other.Profile);

    public override int GetHashCode() => HashCode.Combine(Kind, Start, End, Slices);

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

    /// <summary>Of an order that is asked for: what it takes besides.</summary>
    public string? Fault(Quantity quantity, in OrderTerms terms, Instrument instrument, Timestamp now)
    {
        if (terms.Type is not (OrderType.Market or OrderType.Limit)) return "an order that is worked is market or limit";
        if (terms.Display.Sign != 0 || terms.IsPostOnly || terms.TimeInForce is not (TimeInForce.Gtc or TimeInForce.Ioc) || !terms.Link.IsNone)
            return "an order that is worked has no display, is not post-only and has no time in force: its algorithm says when it ends";
        if (End <= now) return "its end is over already";
        // Whatever is asked of an order that is sent at once.
        var plain = terms with { TimeInForce = TimeInForce.Ioc };
        return plain.Fault(quantity, instrument, now) ?? Fault(quantity, terms.Limit.Units == 0 ? null : terms.Limit, instrument);
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
            if (Profile.Count != Slices || Profile.Any(s => s < 0) || Profile.Sum(s => (long)s) != 1_000_000) return "a volume profile has a share of 0 or more for each slice, and they add up to 1000000 millionths";
        }
        else if (Profile.Count > 0) return $"{Kind} takes no volume profile";
        if (Kind == AlgorithmKind.Pov ? ShareMillionths is < 1 or > 500_000 : ShareMillionths != 0) return Kind == AlgorithmKind.Pov ? "a share of volume is 1 to 500000 millionths" : $"{Kind} takes no share of volume";
        if (Kind == AlgorithmKind.Shortfall ? !(Urgency is >= 0 and <= 50) : Urgency != 0) return Kind == AlgorithmKind.Shortfall ? "urgency is 0 to 50" : $"{Kind} takes no urgency";
        if (Kind is not (AlgorithmKind.Iceberg or AlgorithmKind.Sniper)) return Display.Sign != 0 ? $"{Kind} takes no display" : null;
        if (limit is null) return $"{Kind} needs a limit";
        if (quantity.Units / Math.Max(1, Display.Units) > MostSlices) return $"display is at least a {MostSlices}th of the quantity";
        return Display < instrument.MinQuantity || !Display.IsMultipleOf(instrument.Lot) || Display > quantity
            ? $"display is a multiple of the lot {instrument.Lot} of {instrument.Id}, at least {instrument.MinQuantity} and at most the quantity {quantity}"
            : null;
    }
}
