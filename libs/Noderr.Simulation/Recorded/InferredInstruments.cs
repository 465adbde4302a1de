using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;

namespace Noderr.Simulation.Recorded;

/// <summary>
/// What a catalog lacks, taken from the data by reading it once through: the tick is the last decimal that any price has, the lot the last one
/// that any size has, but no coarser than what is to be traded. There is no fee.
/// </summary>
public static class InferredInstruments
{
    private const int Decimals = 9, RowsBetweenProgress = 1 << 14;

    /// <param name="traded">Quantities that must be multiples of the lot.</param>
    /// <param name="progress">Is told how much of which file was read, 0 to 1.</param>
    public static IReadOnlyList<Instrument> Missing(
        IEnumerable<RecordedFile> files, InstrumentCatalog instruments, IReadOnlyList<Quantity> traded, Action<string, double>? progress = null)
    {
        var found = new Dictionary<string, Seen>(StringComparer.Ordinal);
        foreach (var file in files)
            if (file.Instrument is null || !instruments.TryGet(file.Instrument, out _)) Scan(file, instruments, found, progress);
        var coarsest = traded.Select(q => DecimalsOf(q.Units)).DefaultIfEmpty(0).Max();
        return [.. found.Select(f => ToInstrument(f.Key, f.Value, coarsest))];
    }

    private static void Scan(RecordedFile file, InstrumentCatalog instruments, Dictionary<string, Seen> found, Action<string, double>? progress)
    {
        using var rows = RowFile.Open(file.Path);
        var form = RowForm.Of(rows, file);
        var column = RowInstrument.ColumnOf(rows, file);
        while (rows.TryNext())
        {
            if (rows.Line % RowsBetweenProgress == 0) progress?.Invoke(file.Path, (double)rows.BytesRead / rows.Bytes);
            var row = form.Read();
            var id = file.Instrument ?? RowFile.Show(rows.Text(column));
            if (instruments.TryGet(id, out _)) continue;
            if (!found.TryGetValue(id, out var seen))
            {
                if (!RecordedFile.IsInstrument(id)) throw rows.Wrong(column, $"'{id}' is no instrument, expected a name as EURUSD@FXCM");
                found[id] = seen = new Seen();
            }
            seen.Price(row.Bid);
            seen.Price(row.Ask);
            seen.Size(row.BidSize);
            seen.Size(row.AskSize);
        }
        if (file.Instrument is { } named && !found.ContainsKey(named)) throw rows.Wrong(null, "has a header and no rows, expected at least one");
    }

    private static Instrument ToInstrument(string id, Seen seen, int coarsest)
    {
        var at = id.IndexOf('@');
        return new Instrument(0, id[..at], id[(at + 1)..], new Price(Step(seen.PriceDecimals)), new Quantity(Step(Math.Max(seen.SizeDecimals, coarsest))));
    }

    private static int DecimalsOf(long units)
    {
        if (units == 0) return 0;
        var decimals = Decimals;
        for (; decimals > 0 && units % 10 == 0; units /= 10) decimals--;
        return decimals;
    }

    private static long Step(int decimals)
    {
        var step = 1L;
        for (var i = decimals; i < Decimals; i++) step *= 10;
        return step;
    }

    private sealed class Seen
    {
        private long priceStep = Step(0), sizeStep = Step(0);

        public int PriceDecimals { get; private set; }

        public int SizeDecimals { get; private set; }

        public void Price(long units)
        {
            if (units == Observation.Nothing || units % priceStep == 0) return;
            PriceDecimals = DecimalsOf(units);
            priceStep = Step(PriceDecimals);
        }

        public void Size(long units)
        {
            if (units == Observation.Nothing || units % sizeStep == 0) return;
            SizeDecimals = DecimalsOf(units);
            sizeStep = Step(SizeDecimals);
        }
    }
}
