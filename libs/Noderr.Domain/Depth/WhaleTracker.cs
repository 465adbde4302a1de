using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;

namespace Noderr.Domain.Depth;

/// <param name="Times">So many times the middle size is large.</param>
/// <param name="WarmUp">So many sizes must have come by before anything can be called large.</param>
/// <param name="Grace">A trade may be told after the book has changed, and a move is two changes: so long it is waited before a whale that is gone is judged.</param>
/// <param name="SameMillionths">Sizes that differ by no more are about the same.</param>
public sealed record WhaleSettings(int Times, int WarmUp, TimeSpan Grace, long SameMillionths)
{
    // A quiet book of 500 levels shows 140 sizes of ten times the middle one within five seconds: round prices gather them. Of twenty times, near the touch, there are 15.
    public static readonly WhaleSettings Usual = new(20, 200, TimeSpan.FromMilliseconds(250), 200_000);
}

/// <summary>
/// Follows what is large in a book: levels of one by prices, orders of one by orders. It knows no clock; what it says depends on what it is told, in the
/// order of its times, and comes with the first word after the grace is over.
/// </summary>
/// <param name="bids">Of the book that is followed, as it is after each change.</param>
/// <param name="said">Called with each event, in the order in which they are certain.</param>
public sealed class WhaleTracker(DepthSide bids, DepthSide asks, WhaleSettings settings, Action<WhaleEvent> said)
{
    private readonly Dictionary<UInt128, Whale> standing = [];
    private readonly List<Whale> gone = [];
    private readonly TypicalSize typical = new(settings.WarmUp);
    private Quantity boughtFromAsks, soldToBids;

    /// <summary>The middle size of all that has come by.</summary>
    public Quantity Typical => typical.Value;

    /// <summary>How many stand now.</summary>
    public int Standing => standing.Count;

    /// <summary>So much rests at a price now; the change is in the book.</summary>
    public void Level(in DepthChange change, Timestamp at) => Rests(NameOf(change.Side, change.Price), change.Side, change.Price, change.Size, at);

    /// <summary>A trade of a book by prices, with the side that rested.</summary>
    public void Trade(Side rested, Price price, Quantity size, Timestamp at) => Traded(NameOf(rested, price), rested, size, at);

    /// <summary>An order as it is now; of nothing when it is gone. What is traded of it is told before.</summary>
    public void Rests(UInt128 name, Side side, Price price, Quantity size, Timestamp at)
    {
        Pass(at);
        var threshold = new Quantity(checked(typical.Value.Units * settings.Times));
        if (standing.TryGetValue(name, out var whale) && whale.Price != price)
        {
            // An order by its name that changes its price.
            End(whale, at);
            whale = null;
        }
        if (whale is not null)
        {
            if (size > whale.Most) whale.Most = size;
            // Half of what made it large: one that wavers about the threshold does not come and go.
            if (size.Units < whale.Threshold.Units / 2) End(whale, at);
        }
        else if (threshold.Sign > 0 && size >= threshold) Begin(name, side, price, size, threshold, at);
        typical.Add(size);
    }

    /// <param name="rested">The side of what was waiting.</param>
    public void Traded(UInt128 name, Side rested, Quantity size, Timestamp at)
    {
        Pass(at);
        if (rested == Side.Buy) soldToBids += size;
        else boughtFromAsks += size;
        if (standing.TryGetValue(name, out var whale)) whale.Traded += size;
        else if (gone.Find(w => w.Name == name) is { } late) late.Traded += size;
    }

    /// <summary>Nothing happened until then, which is news too: what was gone is judged.</summary>
    public void Pass(Timestamp now)
    {
        // They lie in the order in which they went.
        while (gone.Count > 0 && now >= gone[0].Gone + settings.Grace)
        {
            var whale = gone[0];
            gone.RemoveAt(0);
            Judge(whale);
        }
    }

    /// <summary>The book is void: nothing is known of what stood in it.</summary>
    public void Clear()
    {
        standing.Clear();
        gone.Clear();
    }

    private void Begin(UInt128 name, Side side, Price price, Quantity size, Quantity threshold, Timestamp at)
    {
        var best = (side == Side.Buy ? bids : asks).BestPrice;
        var away = best.Units > 0 ? (long)((Int128)Math.Abs(best.Units - price.Units) * 1_000_000 / best.Units) : 0;
        var whale = new Whale(name, side, price, threshold, typical.Value, away, at) { Most = size, OppositeBefore = Opposite(side) };
        standing[name] = whale;
        said(whale.Event(WhaleKind.Appeared, default, Quantity.Zero));
    }

    private void End(Whale whale, Timestamp at)
    {
        standing.Remove(whale.Name);
        (whale.Gone, whale.OppositeTraded) = (at, Opposite(whale.Side) - whale.OppositeBefore);
        gone.Add(whale);
    }

    private void Judge(Whale whale)
    {
        if (whale.Traded.Units >= whale.Most.Units / 2) said(whale.Event(WhaleKind.Consumed, default, whale.OppositeTraded));
        else if (Successor(whale) is { } successor)
        {
            successor.IsSuccessor = true;
            said(whale.Event(WhaleKind.Moved, successor.Price, whale.OppositeTraded));
        }
        else said(whale.Event(WhaleKind.Withdrawn, default, whale.OppositeTraded));
    }

    // One that came at about the time when this one went, is about as large, and is nobody else's successor.
    private Whale? Successor(Whale of) => standing.Values.Concat(gone)
        .Where(w => !w.IsSuccessor && w.Side == of.Side && w.Price != of.Price && w.Appeared > of.Gone - settings.Grace && w.Appeared < of.Gone + settings.Grace
            && w.Appeared > of.Appeared && Math.Abs((w.Most - of.Most).InMillionthsOf(of.Most)) <= settings.SameMillionths)
        .MinBy(w => (Math.Abs(w.Appeared.Nanoseconds - of.Gone.Nanoseconds), w.Price.Units));

    private Quantity Opposite(Side side) => side == Side.Buy ? boughtFromAsks : soldToBids;

    private static UInt128 NameOf(Side side, Price price) => new((ulong)side + 1, (ulong)price.Units);

    private sealed class Whale(UInt128 name, Side side, Price price, Quantity threshold, Quantity typical, long away, Timestamp appeared)
    {
        public UInt128 Name => name;

        public Side Side => side;

        public Price Price => price;

        public Quantity Threshold => threshold;

        public Timestamp Appeared => appeared;

        public Quantity Most { get; set; }

        public Quantity Traded { get; set; }

        public Quantity OppositeBefore { get; init; }

        public Quantity OppositeTraded { get; set; }

        public Timestamp Gone { get; set; }

        public bool IsSuccessor { get; set; }

        public WhaleEvent Event(WhaleKind kind, Price to, Quantity opposite) =>
            new(kind, side, price, to, Most, typical, Traded, opposite, away, appeared, kind == WhaleKind.Appeared ? TimeSpan.Zero : Gone - appeared);
    }
}
