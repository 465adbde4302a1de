namespace Noderr.Quant.Microstructure;

/// <param name="Levels">Over how many the imbalance goes.</param>
/// <param name="FlowUpdates">The order flow imbalance is the sum over so many updates.</param>
/// <param name="BucketSize">Volume of a bucket of VPIN.</param>
/// <param name="ImpactTrades">Kyle's lambda is the slope over so many trades.</param>
public sealed record BookAnalyserSettings(int Levels, int FlowUpdates, double BucketSize, int Buckets, int ImpactTrades)
{
    public static readonly BookAnalyserSettings Usual = new(5, 100, 1, 50, 100);
}

/// <summary>
/// All measures of a book and its trades as they come, over windows that are counted and not timed, so that the same messages give the same numbers
/// to the last bit. What is not defined yet is NaN. An update allocates nothing.
/// </summary>
public sealed class BookAnalyser(BookAnalyserSettings settings)
{
    private readonly Vpin vpin = new(settings.BucketSize, settings.Buckets);
    private readonly double[] flows = new double[settings.FlowUpdates];
    private readonly double[] changes = new double[settings.ImpactTrades], volumes = new double[settings.ImpactTrades];
    private long updates, trades;
    private double lastPrice;

    public TopOfBook Top { get; private set; }

    /// <summary>From -1 to 1, over the first levels.</summary>
    public double Imbalance { get; private set; } = double.NaN;

    /// <summary>By how much more came to the bid than to the ask, over the last updates; 0 before the second.</summary>
    public double OrderFlow
    {
        get
        {
            // Summed anew: a running sum would keep the rounding of all that has left it.
            var sum = 0.0;
            foreach (var flow in flows) sum += flow;
            return sum;
        }
    }

    public double Vpin => vpin.Value;

    /// <summary>By how much a unit bought moves the price, over the last trades.</summary>
    public double KyleLambda => Known is var n && n < 2 ? double.NaN : PriceImpact.KyleLambda(changes.AsSpan(0, n), volumes.AsSpan(0, n));

    private int Known => (int)Math.Min(Math.Max(trades - 1, 0), changes.Length);

    /// <summary>The book as it is now, each side from its best level on. One with an empty side has no top: the flow begins anew.</summary>
    public void Book(ReadOnlySpan<double> bids, ReadOnlySpan<double> bidSizes, ReadOnlySpan<double> asks, ReadOnlySpan<double> askSizes)
    {
        Imbalance = Microstructure.Imbalance.Of(bidSizes, askSizes, settings.Levels);
        if (bids.IsEmpty || asks.IsEmpty)
        {
            Begin();
            return;
        }
        var now = new TopOfBook(bids[0], bidSizes[0], asks[0], askSizes[0]);
        if (updates > 0) flows[(updates - 1) % flows.Length] = OrderFlowImbalance.Between(Top, now);
        updates++;
        Top = now;
    }

    /// <summary>The book is void, or begins with a snapshot: what was before says nothing about what follows.</summary>
    public void Begin()
    {
        updates = 0;
        flows.AsSpan().Clear();
        Top = default;
    }

    public void Trade(double price, double size, bool isBuy)
    {
        vpin.Add(size, isBuy);
        if (trades > 0)
        {
            var at = (int)((trades - 1) % changes.Length);
            (changes[at], volumes[at]) = (price - lastPrice, isBuy ? size : -size);
        }
        trades++;
        lastPrice = price;
    }
}
