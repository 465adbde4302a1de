using Noderr.Cli.Kafka.Client;
using Noderr.Domain.Books;
using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;
using Noderr.Hosting.Trading;
using Noderr.Simulation.Recorded;

namespace Noderr.Cli.Backtesting;

/// <summary>What a backtest runs: a configured book, and the instruments of its files whether they are configured or not.</summary>
internal sealed record BacktestSetup(Book Book, InstrumentCatalog Instruments, IReadOnlyList<Instrument> Inferred)
{
    /// <param name="everywhere">Every strategy trades all instruments of the files, whatever the book says.</param>
    public static BacktestSetup Of(
        TradingSettings trading, string? bookName, IReadOnlyList<RecordedFile> files, bool everywhere, Action<string, double>? progress = null)
    {
        var book = Choose(trading.ToBooks(), bookName).Unattended;
        var configured = trading.ToCatalog();
        if (files.Count == 0) return new BacktestSetup(book, configured, []);
        var missing = InferredInstruments.Missing(files, configured, [.. book.Strategies.Select(s => s.Size)], progress);
        var catalog = new InstrumentCatalog([.. configured, .. missing]);
        var held = Held(files, catalog);
        if (everywhere) book = Everywhere(book, catalog, held);
        else if (!book.Strategies.Any(s => s.Instruments.Any(held.Contains))) throw NobodyTrades(book, catalog, held);
        return new BacktestSetup(book, catalog, [.. catalog.Skip(configured.Count)]);
    }

    private static Book Choose(Book[] books, string? name)
    {
        var names = string.Join(", ", books.Select(b => b.Name));
        if (books.Length == 0) throw new CannotException("the configuration has no book: put one under trading.books");
        if (name is not null) return Array.Find(books, b => b.Name == name) ?? throw new CannotException($"there is no book {name}; the configuration has {names}");
        return books.Length == 1 ? books[0] : throw new CannotException($"the configuration has several books: pick one of {names} with --book");
    }

    /// <summary>What the files hold, as their names say; a file whose rows name their instruments may hold any.</summary>
    private static int[] Held(IReadOnlyList<RecordedFile> files, InstrumentCatalog catalog) => files.Any(f => f.Instrument is null)
        ? [.. catalog.Select(i => i.Index)]
        : [.. files.Select(f => catalog.TryGet(f.Instrument!, out var i) ? i.Index : -1).Distinct().Order()];

    private static Book Everywhere(Book book, InstrumentCatalog catalog, int[] held)
    {
        foreach (var (number, strategy) in book.Strategies.Index())
        {
            foreach (var instrument in held.Select(i => catalog[i]))
            {
                if (strategy.Size.IsMultipleOf(instrument.Lot) && strategy.Size >= instrument.MinQuantity) continue;
                throw new CannotException(
                    $"{strategy.Name} trades {strategy.Size}, which is not in lots of {instrument.Lot} of {instrument.Id}: "
                    + $"--set trading.books.{book.Index}.strategies.{number}.size=… to one that is");
            }
        }
        return book with { Strategies = [.. book.Strategies.Select(s => s with { Instruments = held })] };
    }

    private static CannotException NobodyTrades(Book book, InstrumentCatalog catalog, int[] held) => new(
        $"no strategy of the book {book.Name} trades {string.Join(" or ", held.Select(i => catalog[i].Id))}: "
        + "name it in the configuration, or let all of them trade it with --everywhere");
}
