using Noderr.Hosting.Metrics;

namespace Noderr.Tests.Unit.Hosting;

[Collection(nameof(MeasuredAlone))]
public sealed class LatencyRecorderTests
{
    [Fact]
    public void Recording_allocates_nothing()
    {
        var recorder = new LatencyRecorder(TimeProvider.System);
        for (var i = 0; i < 1000; i++) recorder.Record(i);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100_000; i++) recorder.Record(i * 100L);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Quantiles_are_right_to_one_percent()
    {
        var recorder = new LatencyRecorder(TimeProvider.System);
        for (var i = 1; i <= 10_000; i++) recorder.Record(i * 1000L);
        var seen = recorder.Read();
        Assert.Equal(10_000, seen.Count);
        double[] expected = [0.005, 0.009, 0.0099, 0.00999];
        for (var i = 0; i < expected.Length; i++) Assert.InRange(seen.Seconds[i], expected[i] * 0.99, expected[i] * 1.01);
    }

    [Theory]
    [InlineData(-5)]
    [InlineData(long.MaxValue)]
    public void What_cannot_be_is_kept_in_bounds(long nanoseconds)
    {
        var recorder = new LatencyRecorder(TimeProvider.System);
        recorder.Record(nanoseconds);
        Assert.Equal(1, recorder.Read().Count);
        Assert.InRange(recorder.Read().Seconds[0], 0, 61);
    }

    [Fact]
    public void A_bad_second_is_forgotten_and_the_count_goes_on()
    {
        var clock = new Clock();
        var recorder = new LatencyRecorder(clock);
        recorder.Record(1_000_000_000);
        Assert.InRange(recorder.Read().Seconds[0], 0.99, 1.01);
        clock.Seconds += 31;
        Assert.InRange(recorder.Read().Seconds[0], 0.99, 1.01);
        clock.Seconds += 31;
        Assert.Equal((1, 0), (recorder.Read().Count, recorder.Read().Seconds[0]));
    }

    private sealed class Clock : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
