using System.Diagnostics;
using HdrHistogram;

namespace Noderr.Hosting.Metrics;

/// <summary>
/// Latencies to 1 %, from 1 ns to a minute. Recording is wait-free and allocates nothing; whoever reads pays.
/// Quantiles are of the last half minute to minute, so that a bad second is seen and then forgotten, however often somebody reads.
/// </summary>
public sealed class LatencyRecorder
{
    public static IReadOnlyList<(double Percentile, string Label)> Quantiles { get; } = [(50, "0.5"), (90, "0.9"), (99, "0.99"), (99.9, "0.999")];

    /// <summary>Two digits take 30 kB a histogram, three take 220 kB.</summary>
    private const int Digits = 2;
    private const long Longest = 60_000_000_000;
    private static readonly TimeSpan half = TimeSpan.FromSeconds(30);

    private readonly Lock reading = new();
    private readonly Recorder recorder = HistogramFactory.With64BitBucketSize().WithValuesUpTo(Longest).WithPrecisionOf(Digits).WithThreadSafeWrites().WithThreadSafeReads().Create();
    private readonly TimeProvider time;
    private HistogramBase interval;
    private LongHistogram current = new(Longest, Digits);
    private LongHistogram previous = new(Longest, Digits);
    private long turnedAt;
    private long count;

    public LatencyRecorder(TimeProvider time)
    {
        this.time = time;
        turnedAt = time.GetTimestamp();
        interval = recorder.GetIntervalHistogram();
    }

    public void Record(long nanoseconds) => recorder.RecordValue(Math.Clamp(nanoseconds, 0, Longest));

    /// <summary>What has gone by since <see cref="Stopwatch.GetTimestamp"/>.</summary>
    public void RecordSince(long timestamp) => Record(Stopwatch.GetElapsedTime(timestamp).Ticks * TimeSpan.NanosecondsPerTick);

    public LatencyReading Read()
    {
        lock (reading)
        {
            interval = recorder.GetIntervalHistogram(interval);
            Turn();
            current.Add(interval);
            count += interval.TotalCount;
            var window = (LongHistogram)current.Copy();
            window.Add(previous);
            return new LatencyReading(count, [.. Quantiles.Select(q => window.TotalCount == 0 ? 0 : window.GetValueAtPercentile(q.Percentile) / 1e9)]);
        }
    }

    private void Turn()
    {
        var passed = time.GetElapsedTime(turnedAt);
        if (passed < half) return;
        (previous, current) = (current, previous);
        current.Reset();
        // Nobody has read for a whole window: what lies in the older half is forgotten too.
        if (passed >= 2 * half) previous.Reset();
        turnedAt = time.GetTimestamp();
    }
}

/// <summary>All that were ever recorded, and the quantiles of the newest in the order of <see cref="LatencyRecorder.Quantiles"/>.</summary>
public sealed record LatencyReading(long Count, IReadOnlyList<double> Seconds);
