using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;
using Noderr.Simulation.Matching;
using Noderr.Tests.Broker.Kit;

namespace Noderr.Tests.Bench;

/// <summary>The matching engine: the golden speed file beside exchange-core in the same round, and how the cost of a command grows with what rests.</summary>
internal static class MatchingLine
{
    private static readonly int[] resting = [1_000, 10_000, 100_000, 1_000_000];

    /// <summary>Null where the golden files or exchange-core are not on this machine.</summary>
    public static Line? BesideExchangeCore()
    {
        var file = Path.Combine(Repository.Golden, "matching", "speed", "commands.csv.gz");
        if (!File.Exists(file) || Repository.Archive("exchange-core") is not { } folder) return null;
        var commands = new Lazy<BookCommand[]>(() => [.. CommandFile.Read(file)]);
        return new Line(
            "matching",
            [
                ("matching, 1 M golden commands", "ns/command", false), ("  exchange-core on the same", "ns/command", false), ("  times as fast", "", true),
                ("  allocated", "bytes/command", false), ("  one by one, with the clock, p50", "ns", false), ("  p99", "ns", false), ("  p99.9", "ns", false),
            ],
            () =>
            {
                var (ours, allocated) = Play(commands.Value);
                var theirs = ExchangeCore(Path.Combine(folder, "bench"), file);
                var each = OneByOne(commands.Value);
                return [ours, theirs, theirs / ours, allocated, At(each, 0.5), At(each, 0.99), At(each, 0.999)];
            });
    }

    public static Line AsTheBookGrows { get; } = new(
        "matching-size", [.. resting.Select(n => ($"matching, {n:#,0} orders rest", "ns/command", false))], () => [.. resting.Select(n => Busy(n))]);

    // A book as large as it gets allocates nothing more, so the same one is played twice.
    private static (double Nanoseconds, double Bytes) Play(BookCommand[] commands)
    {
        var trades = new Counted();
        var best = double.MaxValue;
        long allocated = 0;
        for (var again = 0; again < 5; again++)
        {
            var engine = new MatchingEngine();
            Run(engine, commands, ref trades);
            Empty(engine, commands);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var clock = Stopwatch.StartNew();
            Run(engine, commands, ref trades);
            best = Math.Min(best, clock.Elapsed.TotalNanoseconds / commands.Length);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }
        return (best, (double)allocated / commands.Length);
    }

    private static void Run(MatchingEngine engine, BookCommand[] commands, ref Counted trades)
    {
        foreach (ref readonly var command in commands.AsSpan()) command.Play(engine, ref trades);
    }

    private static void Empty(MatchingEngine engine, BookCommand[] commands)
    {
        foreach (ref readonly var command in commands.AsSpan()) engine.Cancel(command.Id);
    }

    private static long[] OneByOne(BookCommand[] commands)
    {
        var (engine, trades, took) = (new MatchingEngine(), new Counted(), new long[commands.Length]);
        for (var i = 0; i < commands.Length; i++)
        {
            var began = Stopwatch.GetTimestamp();
            commands[i].Play(engine, ref trades);
            took[i] = Stopwatch.GetTimestamp() - began;
        }
        Array.Sort(took);
        return took;
    }

    private static double At(long[] sorted, double share) => sorted[(int)(share * sorted.Length)] * 1e9 / Stopwatch.Frequency;

    private static double ExchangeCore(string program, string file)
    {
        // It reads no compressed files.
        using var plain = new TemporaryFile(file);
        using var process = Process.Start(new ProcessStartInfo(program, [plain.Path, "8"]) { RedirectStandardOutput = true })!;
        var best = double.MaxValue;
        while (process.StandardOutput.ReadLine() is { } line) best = Math.Min(best, JsonDocument.Parse(line).RootElement.GetProperty("ns_per_op").GetDouble());
        process.WaitForExit();
        return best;
    }

    /// <summary>So many orders rest, at prices that lie apart as they do in the golden files; nine of ten commands move one, the others cancel one and enter another.</summary>
    private static double Busy(int orders)
    {
        const int Commands = 1_000_000, Middle = 100_000, Spread = 380;
        var random = new SeededRandom(7);
        var (engine, trades) = (new MatchingEngine(), new Counted());
        var (next, gone) = (0L, 0);
        for (; next < orders; next++) Enter(next);
        var commands = new BookCommand[Commands];
        var live = Enumerable.Range(0, orders).Select(i => (long)i).ToArray();
        for (var i = 0; i < Commands; i++)
        {
            var at = (int)(random.Unit() * orders);
            if (i % 20 == 18) (gone, commands[i]) = (at, new BookCommand(BookOperation.Cancel, default, live[at], 0, 0));
            else if (i % 20 == 19) (live[gone], commands[i]) = (next, Order(next++));
            else commands[i] = new BookCommand(BookOperation.Move, default, live[at], Price(live[at]), 0);
        }
        var clock = Stopwatch.StartNew();
        Run(engine, commands, ref trades);
        return clock.Elapsed.TotalNanoseconds / Commands;

        void Enter(long id) => Order(id).Play(engine, ref trades);

        BookCommand Order(long id) => new(BookOperation.Enter, id % 2 == 0 ? Side.Buy : Side.Sell, id, Price(id), 1 + (long)(random.Unit() * 1000));

        long Price(long id) => Middle + (id % 2 == 0 ? -1 : 1) * (1 + (long)(random.Unit() * Spread));
    }

    private sealed class TemporaryFile : IDisposable
    {
        public TemporaryFile(string compressed)
        {
            using var from = new GZipStream(File.OpenRead(compressed), CompressionMode.Decompress);
            using var to = File.Create(Path);
            from.CopyTo(to);
        }

        public string Path { get; } = System.IO.Path.GetTempFileName();

        public void Dispose() => File.Delete(Path);
    }

    private struct Counted : ITrades
    {
        public long Size;

        public readonly Meeting Meets(long taker, long maker) => Meeting.Trade;

        public void On(in Trade trade) => Size += trade.Size;
    }
}
