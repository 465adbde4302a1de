using Noderr.Domain.Books;
using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;
using Noderr.Hosting.Configuration;

namespace Noderr.Hosting.Trading;

/// <summary>What is traded, by whom and how far: instruments and books.</summary>
public sealed record TradingSettings : IValidated
{
    /// <summary>The strategy to which orders by hand belong.</summary>
    public const string Operator = "operator";

    [Setting("YAML file with instruments and books, from the configuration file's folder; in the file itself when empty")]
    public string File { get; init; } = "";

    [Setting("what can be traded; the order numbers them, so new ones go to the end")]
    public IReadOnlyList<InstrumentSettings> Instruments { get; init; } = [];

    [Setting("who trades")]
    public IReadOnlyList<BookSettings> Books { get; init; } = [];

    public InstrumentCatalog ToCatalog() => new(Instruments.Select(i => i.ToInstrument()));

    public Book[] ToBooks()
    {
        var catalog = ToCatalog();
        return [.. Books.Select((book, index) => new Book(index, book.Name,
            [.. book.Strategies.Select(s => new StrategyDeclaration(s.Name, s.Kind, [.. s.Instruments.Select(id => IndexOf(catalog, id))], s.Size, s.Enter, s.Leave)),
             StrategyDeclaration.Operator(Operator)],
            book.Limits.ToLimits()))];
    }

    public IEnumerable<Violation> Violations(string path)
    {
        foreach (var twice in Instruments.GroupBy(i => i.Id).Where(g => g.Count() > 1)) yield return new Violation($"{path}.instruments", "must name each instrument once", twice.Key);
        foreach (var twice in Books.GroupBy(b => b.Name).Where(g => g.Count() > 1)) yield return new Violation($"{path}.books", "must have different names", twice.Key);
        for (var b = 0; b < Books.Count; b++)
            for (var s = 0; s < Books[b].Strategies.Count; s++)
                foreach (var violation in Of(Books[b].Strategies[s], $"{path}.books.{b}.strategies.{s}")) yield return violation;
    }

    private IEnumerable<Violation> Of(StrategySettings strategy, string path)
    {
        foreach (var id in strategy.Instruments)
        {
            if (Instruments.FirstOrDefault(i => i.Id == id) is not { } instrument)
            {
                var nearest = NearestName.To(id, Instruments.Select(i => i.Id));
                yield return new Violation($"{path}.instruments", nearest is null ? "must be an instrument" : $"must be an instrument, the nearest is {nearest}", id);
            }
            else if (!strategy.Size.IsMultipleOf(instrument.Lot) || strategy.Size < (instrument.MinQuantity ?? instrument.Lot))
            {
                yield return new Violation($"{path}.size", $"must be lots of {instrument.Lot} of {id}, at least {instrument.MinQuantity ?? instrument.Lot}", $"{strategy.Size}");
            }
        }
    }

    private static int IndexOf(InstrumentCatalog catalog, string id) =>
        catalog.TryGet(id, out var instrument) ? instrument.Index : throw new InvalidOperationException($"{id} is no instrument: the settings were not validated");
}
