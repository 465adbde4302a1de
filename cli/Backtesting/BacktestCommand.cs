using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Noderr.Cli.Kafka.Client;
using Noderr.Cli.Kafka.Output;
using Noderr.Hosting;
using Noderr.Hosting.Configuration;
using Noderr.Hosting.Trading;
using Noderr.Simulation.Recorded;

namespace Noderr.Cli.Backtesting;

/// <summary>
/// noderr backtest: a book over recorded files or a synthetic market. Exit code 1: the data can't be used, or a result not be written;
/// 2: the command or the configuration is wrong.
/// </summary>
internal static class BacktestCommand
{
    private const int DataFailed = 1, BadUsage = 2;
    private const string UsualConfiguration = "config/noderr.yaml";

    public static Command Create()
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Recorded quotes, trades or bars, .csv or .csv.gz, as EURUSD@FXCM.quotes.csv.gz or SPY@ARCA=spy.csv",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var synthetic = new Option<long?>("--synthetic") { Description = "No files, but so many events of a market out of a seed", HelpName = "EVENTS" };
        var seed = new Option<ulong>("--seed") { Description = "Seed of the synthetic market", DefaultValueFactory = _ => 1 };
        var config = new Option<string?>("--config")
        {
            Description = $"YAML file with instruments and books [default: NODERR_CONFIG or {UsualConfiguration}]",
            HelpName = "FILE",
        };
        var set = new Option<string[]>("--set")
        {
            Description = "A setting that goes before the file's, as trading.books.0.strategies.0.size=0.1; can be repeated",
            HelpName = "name=value",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var book = new Option<string?>("--book") { Description = "Which book trades, where there are several", HelpName = "NAME" };
        var everywhere = new Option<bool>("--everywhere") { Description = "Let every strategy of the book trade all instruments of the files" };
        var strict = new Option<bool>("--strict") { Description = "Refuse a file with a row that can't be traded on, instead of leaving the row out" };
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        var folder = new Option<string?>("--out") { Description = "Folder for equity.svg, equity.csv and fills.csv", HelpName = "FOLDER" };
        var command = new Command("backtest", "Run a book over recorded files or a synthetic market")
        {
            files, synthetic, seed, config, set, book, everywhere, strict, json, folder,
        };
        command.SetAction(arguments => Guarded(arguments.InvocationConfiguration, () => new Wishes(
            [.. (arguments.GetValue(files) ?? []).Select(RecordedFile.Parse)], arguments.GetValue(synthetic), arguments.GetValue(seed),
            arguments.GetValue(config), arguments.GetValue(set) ?? [], arguments.GetValue(book),
            arguments.GetValue(everywhere), arguments.GetValue(strict), arguments.GetValue(json), arguments.GetValue(folder))));
        return command;
    }

    private sealed record Wishes(
        IReadOnlyList<RecordedFile> Files, long? Synthetic, ulong Seed, string? Configuration, string[] Settings, string? Book,
        bool Everywhere, bool Strict, bool Json, string? Folder);

    private static int Guarded(InvocationConfiguration console, Func<Wishes> wishes)
    {
        try
        {
            Run(wishes(), console);
            return 0;
        }
        catch (CannotException e)
        {
            return Refuse(BadUsage, e.Message);
        }
        catch (InvalidConfigurationException e)
        {
            return Refuse(BadUsage, string.Join("; ", e.Violations.Select(v => v.Origin.Length > 0 ? $"{v} ({v.Origin})" : $"{v}")));
        }
        catch (RecordedDataException e)
        {
            return Refuse(DataFailed, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refuse(DataFailed, $"a result can't be written: {e.Message}");
        }
        catch (OverflowException)
        {
            return Refuse(DataFailed, "an amount grew beyond 9.2 billion, more than Noderr counts with: trade smaller sizes");
        }

        int Refuse(int code, string message)
        {
            console.Error.WriteLine($"noderr backtest: {message}");
            return code;
        }
    }

    private static void Run(Wishes wishes, InvocationConfiguration console)
    {
        if (wishes.Files.Count == 0 && wishes.Synthetic is null) throw new CannotException("expected files with market data, or --synthetic EVENTS");
        if (wishes.Files.Count > 0 && wishes.Synthetic is not null) throw new CannotException("expected either files or --synthetic, not both");
        if (wishes.Synthetic is <= 0) throw new CannotException("--synthetic must be above 0");
        using var progress = ProgressLine.OnTerminal(console.Error);
        var setup = BacktestSetup.Of(
            Trading(wishes), wishes.Book, wishes.Files, wishes.Everywhere,
            progress is null ? null : (file, share) => progress.Show($"looking for tick and lot in {file}  {(int)(share * 100)} %"));
        using IMarketTape tape = wishes.Synthetic is { } events
            ? new SyntheticTape(setup.Instruments, wishes.Seed, events)
            : new RecordedTape(RecordedMarket.Open(wishes.Files, setup.Instruments, wishes.Strict));
        if (wishes.Folder is not null) Directory.CreateDirectory(wishes.Folder);
        using var fills = wishes.Folder is null ? null : new FillsFile(Path.Combine(wishes.Folder, "fills.csv"), setup);
        var clock = Stopwatch.StartNew();
        var result = Backtest.Run(setup, tape, fills, progress is null ? null : (share, done) => progress.Show(Bar(share, done, clock.Elapsed)));
        progress?.Clear();
        if (wishes.Folder is not null)
        {
            EquityFile.Write(Path.Combine(wishes.Folder, "equity.csv"), setup.Book, result.Ledger.Curve);
            File.WriteAllText(Path.Combine(wishes.Folder, "equity.svg"), EquityChart.Draw(setup.Book, result.Ledger.Curve));
        }
        if (wishes.Json)
        {
            JsonText.Write(console.Output, BacktestJson.Of(result));
            return;
        }
        BacktestReport.Write(console.Output, result);
        if (wishes.Folder is not null)
            console.Output.WriteLine($"written  {Path.Combine(wishes.Folder, "equity.svg")}, equity.csv and fills.csv beside it");
        foreach (var remark in BacktestReport.Remarks(result)) console.Error.WriteLine($"note: {remark}");
    }

    private static TradingSettings Trading(Wishes wishes)
    {
        List<string> arguments = [.. wishes.Settings.SelectMany(s => new[] { "--set", s })];
        var around = Surroundings.OfProcess(arguments);
        var file = wishes.Configuration ?? around.Variables.GetValueOrDefault("NODERR_CONFIG") ?? UsualConfiguration;
        if (!File.Exists(file)) throw new CannotException($"there is no configuration {file}: name one with --config FILE");
        return TradingFile.Read(around with { Arguments = [.. arguments, "--config", file] });
    }

    private static string Bar(double share, long events, TimeSpan took)
    {
        const int length = 24;
        var full = (int)(Math.Clamp(share, 0, 1) * length);
        var left = share > 0.01 ? $", {TimeSpan.FromSeconds(took.TotalSeconds / share - took.TotalSeconds):m\\:ss} left" : "";
        var (bar, speed) = (new string('#', full).PadRight(length, '.'), events / Math.Max(took.TotalSeconds, 1e-9));
        return string.Create(CultureInfo.InvariantCulture, $"[{bar}] {share:0 %}  {events:N0} events, {speed:N0}/s{left}");
    }
}
