using System.Globalization;
using Noderr.Domain.Instruments;
using Noderr.Domain.Orders;
using Noderr.Simulation.Venues;

namespace Noderr.Venues.Paper;

/// <summary>
/// The venue's memory: a line for each order that was settled, written before anybody is told. A last line that was cut short by a crash
/// told nobody anything, and is dropped.
/// </summary>
internal sealed class OrderFile : IDisposable
{
    private readonly InstrumentCatalog instruments;
    private readonly FileStream file;

    public OrderFile(string folder, InstrumentCatalog instruments)
    {
        this.instruments = instruments;
        Directory.CreateDirectory(folder);
        file = new FileStream(Path.Combine(folder, "orders.csv"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
    }

    public IEnumerable<PaperOutcome> ReadAll()
    {
        using var reader = new StreamReader(file, leaveOpen: true);
        var text = reader.ReadToEnd();
        var whole = text.LastIndexOf('\n') + 1;
        file.SetLength(System.Text.Encoding.UTF8.GetByteCount(text.AsSpan(0, whole)));
        file.Seek(0, SeekOrigin.End);
        return text[..whole].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse);
    }

    /// <summary>With the system before it returns: what a killed process wrote stays written.</summary>
    public void Append(PaperOutcome o)
    {
        var instrument = o.Instrument >= 0 ? instruments[o.Instrument].Id : "";
        var line = string.Create(CultureInfo.InvariantCulture, $"{o.Order},{o.End},{instrument},{o.Side},{o.Filled.Units},{o.Price.Units},{o.Fee.Units},{o.Trade}\n");
        file.Write(System.Text.Encoding.UTF8.GetBytes(line));
        file.Flush();
    }

    public void Dispose() => file.Dispose();

    private PaperOutcome Parse(string line)
    {
        var cells = line.Split(',');
        if (cells.Length != 8 || !Identity.TryParse(cells[0], out var order) || !Enum.TryParse<ReportKind>(cells[1], out var end) || !Enum.TryParse<Side>(cells[3], out var side))
            throw new InvalidDataException($"{file.Name} has a line that this venue did not write: {line}");
        var index = instruments.TryGet(cells[2], out var instrument) ? instrument.Index : -1;
        if (index < 0 && cells[2].Length > 0) throw new InvalidDataException($"{file.Name} names {cells[2]}, which is no instrument of this configuration");
        return new PaperOutcome(order, end, index, side, new(Number(cells[4])), new(Number(cells[5])), new(Number(cells[6])), Number(cells[7]));
    }

    private static long Number(string cell) => long.Parse(cell, CultureInfo.InvariantCulture);
}
