using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json.Nodes;
using Noderr.Cli.Kafka.Output;
using Noderr.Domain.Orders;
using Noderr.Simulation.Matching;
using Noderr.Simulation.Recorded;

namespace Noderr.Cli.Matching;

/// <summary>
/// noderr match: plays a file of commands through a book. Exit code 1: the file can't be used, or a result not be written. Commands that the
/// book refuses change nothing and are counted.
/// </summary>
internal static class MatchCommand
{
    private const int DataFailed = 1;

    public static Command Create()
    {
        var commands = new Argument<string>("COMMANDS") { Description = "op,id,side,price,size in ticks and lots, .csv or .csv.gz; G limit, I immediate or cancel, X cancel, R reduce, M move" };
        var trades = new Option<string?>("--trades") { Description = "Write each trade to this file; .gz compresses it", HelpName = "FILE" };
        var book = new Option<string?>("--book") { Description = "Write the levels that are left to this file", HelpName = "FILE" };
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        var command = new Command("match", "Play a file of commands through the matching engine") { commands, trades, book, json };
        command.SetAction(arguments =>
        {
            var console = arguments.InvocationConfiguration;
            try
            {
                Run(arguments.GetValue(commands)!, arguments.GetValue(trades), arguments.GetValue(book), arguments.GetValue(json), console);
                return 0;
            }
            catch (RecordedDataException e)
            {
                console.Error.WriteLine($"noderr match: {e.Message}");
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                console.Error.WriteLine($"noderr match: a result can't be written: {e.Message}");
            }
            return DataFailed;
        });
        return command;
    }

    private static void Run(string commands, string? trades, string? book, bool json, InvocationConfiguration console)
    {
        using var progress = ProgressLine.OnTerminal(console.Error);
        using var written = trades is null ? null : Create(trades);
        written?.WriteLine("command,taker,maker,price,size,maker_done,taker_done");
        var (engine, counted, refused, clock) = (new MatchingEngine(), new Counted(written), new SortedDictionary<Answer, long>(), Stopwatch.StartNew());
        foreach (var command in CommandFile.Read(commands))
        {
            counted.Totals.Commands++;
            var answer = command.Play(engine, ref counted);
            if (answer > Answer.GivenUp) refused[answer] = refused.GetValueOrDefault(answer) + 1;
            if (counted.Totals.Commands % 100_000 == 0) progress?.Show($"{counted.Totals.Commands:N0} commands, {counted.Totals.Trades:N0} trades");
        }
        progress?.Clear();
        var took = clock.Elapsed;
        BookLevel[] levels = [.. engine.Levels(Side.Buy), .. engine.Levels(Side.Sell)];
        if (book is not null) Write(book, levels);
        if (json) JsonText.Write(console.Output, Json(counted.Totals, refused, engine.Orders, levels.Length));
        else Report(console.Output, counted.Totals, refused, engine.Orders, levels.Length, took);
    }

    private static void Write(string path, IEnumerable<BookLevel> levels)
    {
        using var file = Create(path);
        file.WriteLine("side,price,size,orders");
        foreach (var level in levels) file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(level.Side == Side.Buy ? 'B' : 'S')},{level.Price},{level.Size},{level.Orders}"));
    }

    private static StreamWriter Create(string path)
    {
        Stream file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 1 << 16);
        if (path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)) file = new GZipStream(file, CompressionLevel.Fastest);
        return new StreamWriter(file) { NewLine = "\n" };
    }

    private static void Report(TextWriter output, Totals totals, SortedDictionary<Answer, long> refused, int orders, int levels, TimeSpan took)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"commands  {totals.Commands:N0} in {took.TotalSeconds:0.00} s, reading and writing included"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"trades    {totals.Trades:N0}, {totals.Size:N0} lots"));
        foreach (var (answer, count) in refused) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"refused   {count:N0} {Why(answer)}"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"left      {orders:N0} orders at {levels:N0} prices"));
    }

    private static JsonObject Json(Totals totals, SortedDictionary<Answer, long> refused, int orders, int levels) => new()
    {
        ["commands"] = totals.Commands,
        ["trades"] = totals.Trades,
        ["size"] = totals.Size,
        ["refused"] = new JsonObject(refused.Select(r => KeyValuePair.Create<string, JsonNode?>(Why(r.Key).Replace(' ', '_'), r.Value))),
        ["orders"] = orders,
        ["levels"] = levels,
    };

    private static string Why(Answer answer) => answer switch
    {
        Answer.UnknownOrder => "unknown order",
        Answer.OrderIsThere => "order is there",
        Answer.BadSize => "bad size",
        Answer.BookIsFull => "book is full",
        _ => "bad price",
    };

    private sealed class Totals
    {
        public long Commands { get; set; }
        public long Trades { get; set; }
        public long Size { get; set; }
    }

    private readonly struct Counted(StreamWriter? file) : ITrades
    {
        public Totals Totals { get; } = new();

        public Meeting Meets(long taker, long maker) => Meeting.Trade;

        public void On(in Trade trade)
        {
            Totals.Trades++;
            Totals.Size += trade.Size;
            file?.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{Totals.Commands},{trade.Taker},{trade.Maker},{trade.Price},{trade.Size},{(trade.MakerDone ? 1 : 0)},{(trade.TakerDone ? 1 : 0)}"));
        }
    }
}
