using System.Diagnostics;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Noderr.Domain.Events;
using Noderr.Hosting;
using Noderr.Hosting.Journals;
using Noderr.Hosting.Kafka;
using Noderr.Journal.Kafka;

namespace Noderr.Tests.Bench;

/// <summary>
/// From a tick in the market's journal to its order on the way to the venue, through every journal of a <c>noderr run</c>, with the time of
/// each hop: all are seen by one reader, so what reading costs is on both sides of each difference.
/// </summary>
internal static class TickToOrderLine
{
    private static readonly string[] hops = ["tick to features", "features to signal", "signal to order", "order to risk's answer", "risk's answer to routed", "routed to submitting"];
    private static readonly string[] Journals = ["market", "features", "signals", "orders", "risk", "executions"];
    private static readonly TimeSpan warmUp = TimeSpan.FromSeconds(30);

    public static Line At(int ticksPerSecond, TimeSpan duration) => new(
        "tick-to-order",
        [
            ($"tick to venue order at {ticksPerSecond:#,0}/s, p50", "ms", false), ("  p99", "ms", false), ("  p99.9", "ms", false), ("  orders", "", true),
            .. hops.SelectMany(h => new[] { ($"  {h}, p50", "ms", false), ($"  {h}, p99", "ms", false) }),
        ],
        () => Measure(ticksPerSecond, duration).GetAwaiter().GetResult());

    private static async Task<double[]> Measure(int rate, TimeSpan duration)
    {
        var folder = Directory.CreateTempSubdirectory("noderr-bench-").FullName;
        try
        {
            using var noderr = new NoderrProcess(folder, rate);
            await noderr.UntilItTrades();
            // Compiled code is compiled anew where it is hot: half a minute later it is as it stays.
            await Task.Delay(warmUp);
            await using var control = NoderrService.Create("control", noderr.Surroundings);
            var (instruments, books) = (control.Trading.ToCatalog(), control.Trading.ToBooks());
            var c = await JournalCatalog.OpenAsync(control.Kafka, instruments, books, Journals, NullLogger.Instance, CancellationToken.None);
            var sightings = new Sightings();
            await using (new JournalTail()
                .Reads(c.Market.Topic, 1, c.Market.Codec, Offset.End, (_, e) => sightings.Ticks(e.Events), static _ => { })
                .Reads(c.Features.Topic, 1, c.Features.Codec, Offset.End, (_, e) => sightings.Features(e.Events), static _ => { })
                .Reads(c.Signals.Topic, 1, c.Signals.Codec, Offset.End, (_, e) => sightings.Signals(e.Events), static _ => { })
                .Reads(c.Orders.Topic, 1, c.Orders.Codec, Offset.End, (_, e) => sightings.Orders(e.Events), static _ => { })
                .Reads(c.Risk.Topic, 1, c.Risk.Codec, Offset.End, (_, e) => sightings.Answers(e.Events), static _ => { })
                .Reads(c.Executions.Topic, 1, c.Executions.Codec, Offset.End, (_, e) => sightings.Executions(e.Events), static _ => { })
                .Start(() => control.Records.Reader(KafkaProfile.Latency, "bench"), NullLogger.Instance))
            {
                await Task.Delay(duration);
            }
            return sightings.Figures();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>When what was seen; all on the tail's thread.</summary>
    private sealed class Sightings
    {
        private readonly Dictionary<(int Instrument, long At), long> ticks = [], features = [];
        private readonly Dictionary<UInt128, (long Tick, long Features, long Signal)> signals = [];
        private readonly Dictionary<UInt128, long[]> orders = [];
        private readonly List<long[]> whole = [];

        public void Ticks(IReadOnlyList<MarketEvent> events)
        {
            foreach (var e in events) ticks[(e.Instrument, e.At.Nanoseconds)] = Stopwatch.GetTimestamp();
        }

        public void Features(IReadOnlyList<FeatureEvent> events)
        {
            foreach (var e in events) features[(e.Instrument, e.At.Nanoseconds)] = Stopwatch.GetTimestamp();
        }

        public void Signals(IReadOnlyList<SignalEvent> events)
        {
            foreach (var e in events)
                if (ticks.TryGetValue((e.Instrument, e.At.Nanoseconds), out var tick) && features.TryGetValue((e.Instrument, e.At.Nanoseconds), out var feature))
                    signals[e.Id.Value] = (tick, feature, Stopwatch.GetTimestamp());
        }

        public void Orders(IReadOnlyList<OrderEvent> events)
        {
            foreach (var e in events)
            {
                if (e.Kind == OrderKind.Created && signals.TryGetValue(e.Signal.Value, out var s)) orders[e.Order.Value] = [s.Tick, s.Features, s.Signal, Stopwatch.GetTimestamp(), 0, 0, 0];
                else if (e.Kind == OrderKind.Routed && orders.TryGetValue(e.Order.Value, out var order)) order[5] = Stopwatch.GetTimestamp();
            }
        }

        public void Answers(IReadOnlyList<RiskEvent> events)
        {
            foreach (var e in events)
                if (e.Kind == RiskKind.Approved && orders.TryGetValue(e.Order.Value, out var order)) order[4] = Stopwatch.GetTimestamp();
        }

        public void Executions(IReadOnlyList<ExecutionEvent> events)
        {
            foreach (var e in events)
            {
                if (e.Kind != ExecutionKind.Submitting || !orders.Remove(e.Order.Value, out var order)) continue;
                order[6] = Stopwatch.GetTimestamp();
                if (order.All(t => t > 0)) whole.Add(order);
            }
        }

        public double[] Figures()
        {
            var all = Sorted(o => o[6] - o[0]);
            return [At(all, 0.5), At(all, 0.99), At(all, 0.999), whole.Count, .. Enumerable.Range(0, 6).SelectMany(hop => Sorted(o => o[hop + 1] - o[hop]) is var times ? new[] { At(times, 0.5), At(times, 0.99) } : [])];
        }

        private double[] Sorted(Func<long[], long> difference) => [.. whole.Select(o => difference(o) * 1000.0 / Stopwatch.Frequency).Order()];

        private static double At(double[] sorted, double quantile) => sorted.Length == 0 ? double.NaN : sorted[Math.Min(sorted.Length - 1, (int)(quantile * sorted.Length))];
    }
}
