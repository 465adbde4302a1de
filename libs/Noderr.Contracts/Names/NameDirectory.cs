using Noderr.Contracts.Wire;
using Noderr.Domain.Books;
using Noderr.Domain.Instruments;
using Noderr.Journal.Entries;

namespace Noderr.Contracts.Names;

/// <summary>
/// The names by which journals call instruments, books and strategies, and the numbers by which this process does. A name that the
/// configuration lacks is an <see cref="EntryFormatException"/>.
/// </summary>
public sealed class NameDirectory
{
    private readonly NameTable[] strategies;

    public NameDirectory(InstrumentCatalog instruments, IReadOnlyList<Book> books)
    {
        for (var place = 0; place < books.Count; place++)
            if (books[place].Index != place) throw new ArgumentException($"the book '{books[place].Name}' is number {books[place].Index} at place {place}", nameof(books));
        Instruments = new NameTable("instruments", instruments.Select(i => i.Id));
        Books = new NameTable("books", books.Select(b => b.Name));
        strategies = [.. books.Select(b => new NameTable($"strategies of the book '{b.Name}'", b.Strategies.Select(s => s.Name)))];
        LongestStrategy = strategies.Select(s => s.Longest).DefaultIfEmpty().Max();
        ShortestStrategy = strategies.Select(s => s.Shortest).DefaultIfEmpty().Min();
    }

    internal NameTable Instruments { get; }

    internal NameTable Books { get; }

    internal int LongestStrategy { get; }

    internal int ShortestStrategy { get; }

    /// <summary>Strategies are numbered within their book.</summary>
    internal NameTable StrategiesOf(int book) => strategies[book];

    internal int Instrument(ReadOnlySpan<byte> name) => Instruments.Find(name) is >= 0 and var place ? place : throw Unknown("instrument", name);

    internal int Book(ReadOnlySpan<byte> name) => Books.Find(name) is >= 0 and var place ? place : throw Unknown("book", name);

    internal int Strategy(int book, ReadOnlySpan<byte> name) =>
        strategies[book].Find(name) is >= 0 and var place ? place : throw Unknown($"strategy of the book {Printable.Quote(Books[book])}", name);

    private static EntryFormatException Unknown(string what, ReadOnlySpan<byte> name) => new($"there is no {what} {Printable.Quote(name)}");
}
