using System.Text;
using Noderr.Domain.Instruments;

namespace Noderr.Simulation.Recorded;

/// <summary>Which instrument a row is about: the file's, or the one that its column <c>instrument</c> names.</summary>
internal sealed class RowInstrument
{
    private readonly RowFile rows;
    private readonly InstrumentCatalog instruments;
    private readonly int column;
    private readonly Dictionary<string, Instrument>.AlternateLookup<ReadOnlySpan<char>> byId;
    private readonly Instrument? only;

    public RowInstrument(RowFile rows, RecordedFile file, InstrumentCatalog instruments)
    {
        (this.rows, this.instruments) = (rows, instruments);
        column = ColumnOf(rows, file);
        byId = instruments.ToDictionary(i => i.Id, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        if (column >= 0) return;
        if (!instruments.TryGet(file.Instrument!, out only)) throw Unknown(null, file.Instrument!);
    }

    public static int ColumnOf(RowFile rows, RecordedFile file)
    {
        if (file.Instrument is not null) return -1;
        var column = rows.Find("instrument");
        if (column >= 0) return column;
        throw new RecordedDataException(rows.Path, 0, null,
            $"says nowhere what it is about, expected a name as EURUSD@FXCM.quotes.csv.gz, a column instrument, or SYMBOL@VENUE={rows.Path}");
    }

    public Instrument Current
    {
        get
        {
            if (only is not null) return only;
            var text = rows.Text(column);
            Span<char> id = stackalloc char[160];
            if (text.Length <= id.Length && Encoding.UTF8.TryGetChars(text, id, out var length) && byId.TryGetValue(id[..length], out var found)) return found;
            throw Unknown(rows.Columns[column], RowFile.Show(text));
        }
    }

    private RecordedDataException Unknown(string? where, string id)
    {
        var known = string.Join(", ", instruments.Take(8).Select(i => i.Id));
        return rows.Wrong(where, $"'{id}' is no instrument, expected one of {known}{(instruments.Count > 8 ? ", …" : "")}");
    }
}
