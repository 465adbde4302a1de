using Noderr.Domain.Algorithms;
using Noderr.Domain.Numbers;
using Noderr.Quant.Execution;

namespace Noderr.Routing.Algorithms;

/// <summary>How much of a scheduled order should have been sent, slice by slice: what was computed from its terms and its name alone is the same after every crash.</summary>
public sealed class TargetSchedule
{
    private readonly Timestamp[] times;
    private readonly long[] lots, sums;

    public TargetSchedule(WorkedOrder order)
    {
        var (terms, total) = (order.Terms, order.Quantity.Units / order.Lot.Units);
        lots = terms.Kind switch
        {
            AlgorithmKind.Twap => Schedule.Twap(total, terms.Slices),
            AlgorithmKind.Vwap => Schedule.Vwap(total, Cumulated(terms.Profile)),
            _ => Schedule.Vwap(total, Sold(terms.Urgency, terms.Slices)),
        };
        var random = new SeededRandom((ulong)(order.Id.Value ^ (order.Id.Value >> 64)));
        var step = (terms.End.Nanoseconds - terms.Start.Nanoseconds) / terms.Slices;
        times = new Timestamp[terms.Slices];
        for (var i = 0; i < times.Length; i++)
            times[i] = new Timestamp(terms.Start.Nanoseconds + step * i + (long)(random.Unit() * step * terms.JitterMillionths / 1_000_000));
        sums = new long[lots.Length + 1];
        for (var i = 0; i < lots.Length; i++) sums[i + 1] = sums[i] + lots[i];
        Lot = order.Lot;
    }

    public Quantity Lot { get; }

    public int Count => times.Length;

    public Timestamp TimeOf(int slice) => times[slice];

    public Quantity SizeOf(int slice) => new(lots[slice] * Lot.Units);

    /// <summary>What should have been sent by then, and the slice that is to be sent next after that.</summary>
    public (Quantity Sent, int Next) At(Timestamp time)
    {
        var found = Array.BinarySearch(times, time);
        var next = found >= 0 ? found + 1 : ~found;
        // Two slices of one time are sent together.
        while (next < times.Length && times[next] <= time) next++;
        return (new Quantity(sums[next] * Lot.Units), next);
    }

    private static double[] Cumulated(IReadOnlyList<int> shares)
    {
        var (sums, sum) = (new double[shares.Count], 0L);
        for (var i = 0; i < sums.Length; i++) sums[i] = (sum += shares[i]) / 1e6;
        return sums;
    }

    // Holdings that fall like sinh(kappa (T - t)) / sinh(kappa T), with kappa T given.
    private static double[] Sold(double urgency, int slices)
    {
        var sold = new double[slices];
        for (var i = 0; i < slices; i++)
        {
            var left = (double)(slices - 1 - i) / slices;
            var holdings = urgency < 1e-9 ? left : Math.Sinh(urgency * left) / Math.Sinh(urgency);
            sold[i] = Math.Clamp(1 - holdings, 0, 1);
        }
        sold[^1] = 1;
        return sold;
    }
}
