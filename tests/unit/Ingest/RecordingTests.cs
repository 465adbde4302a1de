using Noderr.Domain.Events;
using Noderr.Domain.Numbers;
using Noderr.Ingest;
using Noderr.Ingest.Sources;
using Noderr.Journal.Deciders;
using Noderr.Simulation.Recorded;
using Noderr.Tests.Unit.Simulation;

namespace Noderr.Tests.Unit.Ingest;

/// <summary>A file of seven quotes, a second apart, as if it happened now.</summary>
public sealed class RecordingTests : IDisposable
{
    private const int Count = 7;
    private static readonly Timestamp now = Timestamp.FromMilliseconds(1_900_000_000_000);

    private readonly MarketFolder folder = new();
    private readonly string file;

    public RecordingTests() => file = folder.Write("EURUSD@FXCM.quotes.csv", MarketFolder.Quotes(Count));

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1, 1000)]
    [InlineData(4, 250)]
    [InlineData(0.5, 2000)]
    public void Distances_are_what_they_were_divided_by_the_speed(double speed, int apartMs)
    {
        using var recording = Open(speed);
        var all = Play(recording, now);
        Assert.Equal(Enumerable.Range(0, Count).Select(i => now + TimeSpan.FromMilliseconds(i * apartMs)), all.Select(e => e.At));
        Assert.True(recording.IsOver);
    }

    [Fact]
    public void Nothing_is_told_before_its_time()
    {
        using var recording = Open(1);
        Assert.Single(recording.Take(now, 100));
        Assert.Empty(recording.Take(now + TimeSpan.FromMilliseconds(999), 100));
        Assert.Equal(2, recording.Take(now + TimeSpan.FromMilliseconds(2000), 100).Length);
    }

    [Fact]
    public void Without_a_limit_all_of_it_is_due_at_once_in_batches()
    {
        using var recording = Open(0);
        Assert.Equal([3, 3, 1, 0], Enumerable.Range(0, 4).Select(_ => recording.Take(now, 3).Length));
    }

    [Fact]
    public void Whoever_starts_again_goes_on_behind_the_last_event_at_once()
    {
        var whole = Play(Open(1), now);
        for (var told = 0; told <= Count; told++)
        {
            using var again = Open(1, behind: told == 0 ? 0 : whole[told - 1].Sequence);
            var rest = Play(again, now);
            Assert.Equal(whole.Skip(told).Select(e => (e.Sequence, e.Bid)), rest.Select(e => (e.Sequence, e.Bid)));
            if (rest.Count > 0) Assert.Equal(now, rest[0].At);
        }
    }

    [Fact]
    public void A_repeated_recording_counts_on_and_is_found_again_in_any_pass()
    {
        using var first = Open(1, repeat: true);
        var told = Play(first, now, most: 3 * Count + 2);
        Assert.Equal(told.Select(e => e.Bid).Take(Count), told.Select(e => e.Bid).Skip(Count).Take(Count));
        Assert.True(told.Zip(told.Skip(1)).All(p => p.First.At <= p.Second.At && p.First.Sequence + 1 == p.Second.Sequence));
        using var again = Open(1, behind: told[2 * Count + 3].Sequence, repeat: true);
        Assert.Equal(told.Skip(2 * Count + 4).Select(e => (e.Sequence, e.Bid)), Play(again, now, most: told.Count - 2 * Count - 4).Select(e => (e.Sequence, e.Bid)));
    }

    [Fact]
    public void Another_recording_begins_at_its_beginning()
    {
        var behind = Play(Open(1), now)[^1].Sequence;
        folder.Write("EURUSD@FXCM.quotes.csv", MarketFolder.Quotes(Count + 1));
        using var other = Open(1, behind);
        Assert.Equal(Count + 1, Play(other, now).Count);
    }

    [Fact]
    public void The_way_to_the_place_where_it_goes_on_makes_nothing_old()
    {
        var behind = Play(Open(1), now)[2].Sequence;
        using var again = Open(1, behind);
        var later = now + TimeSpan.FromMinutes(1);
        Assert.Equal([later], again.Take(later, 100).Select(e => e.At));
    }

    [Fact]
    public void Nothing_of_a_recording_is_let_in_twice()
    {
        var ingest = new IngestDecider(MarketFolder.Instruments);
        var output = new Output<MarketEvent>();
        var whole = Play(Open(1), now);
        foreach (var (offered, let) in new[] { (3, 3), (3, 0), (Count, Count - 3), (Count, 0) })
        {
            ingest.Decide(new MarketBatch(whole.Take(offered).ToArray()), now, output);
            Assert.Equal(let, output.Count);
            foreach (var e in output.Said) ingest.Evolve(e, now);
            output.Clear();
        }
    }

    [Fact]
    public void A_broken_file_is_told_with_its_line_and_what_lies_before_it_comes_in()
    {
        folder.Write("EURUSD@FXCM.quotes.csv", MarketFolder.Quotes(2) + "17,1.1,1.2,7\n");
        using var recording = Open(0);
        Assert.Equal(2, recording.Take(now, 100).Length);
        var e = Assert.Throws<RecordedDataException>(() => Play(recording, now));
        Assert.Contains("EURUSD@FXCM.quotes.csv:4:", e.Message, StringComparison.Ordinal);
    }

    private Recording Open(double speed, long behind = 0, bool repeat = false) =>
        new(new IngestSettings { RecordedFiles = [file], RecordedSpeed = speed, RecordedRepeat = repeat }, MarketFolder.Instruments, behind);

    private static List<MarketEvent> Play(Recording recording, Timestamp from, int most = int.MaxValue)
    {
        var told = new List<MarketEvent>();
        for (var at = from; !recording.IsOver && told.Count < most; at += TimeSpan.FromMilliseconds(50)) told.AddRange(recording.Take(at, most - told.Count));
        return told;
    }
}
