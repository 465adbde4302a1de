using System.Globalization;
using System.Text;
using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;
using Noderr.Simulation.Venues;

namespace Noderr.Venues.Paper;

/// <summary>
/// The venue's memory: a line for each thing that was said of an order, written before anybody is told. A last line that was cut short by a crash told nobody
/// anything, and is dropped. An order's own line is the first that names it; the number of a line is the number of its report.
/// </summary>
internal sealed class OrderFile : IDisposable
{
    private const int OfOrder = 18, Cells = 26;

    private readonly InstrumentCatalog instruments;
    private readonly string[] accounts;
    private readonly FileStream file;

    public OrderFile(string folder, InstrumentCatalog instruments, string[] accounts)
    {
        (this.instruments, this.accounts) = (instruments, accounts);
        Directory.CreateDirectory(folder);
        file = new FileStream(Path.Combine(folder, "reports.csv"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
    }

    public IEnumerable<VenueRecord> ReadAll()
    {
        using var reader = new StreamReader(file, leaveOpen: true);
        var text = reader.ReadToEnd();
        var whole = text.LastIndexOf('\n') + 1;
        file.SetLength(Encoding.UTF8.GetByteCount(text.AsSpan(0, whole)));
        file.Seek(0, SeekOrigin.End);
        return text[..whole].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse);
    }

    /// <summary>With the system before it returns: what a killed process wrote stays written.</summary>
    public void Append(in VenueRecord record)
    {
        var (o, t, r) = (record.Order, record.Order.Terms, record.Report);
        var instrument = o.Instrument >= 0 ? instruments[o.Instrument].Id : "";
        var account = o.Instrument >= 0 ? accounts[o.Account] : "";
        var line = string.Create(CultureInfo.InvariantCulture, $"{o.Order},{account},{instrument},{o.Side},{o.Quantity.Units},{t.Type},{t.TimeInForce},{t.Limit.Units},{t.Trigger.Units},{t.Trail.Units},{t.LimitOffset.Units},{t.TriggerBy},{t.Display.Units},{t.IsPostOnly},{t.IsReduceOnly},{t.Expires.Nanoseconds},{t.Link},{t.LinkMost.Units},{r.Kind},{r.Quantity.Units},{r.Price.Units},{r.Fee.Units},{r.Trade},{r.At.Nanoseconds},{r.Reason},{r.IsMaker}\n");
        file.Write(Encoding.UTF8.GetBytes(line));
        file.Flush();
    }

    public void Dispose() => file.Dispose();

    private VenueRecord Parse(string line)
    {
        var cells = line.Split(',');
        if (cells.Length != Cells || !Identity.TryParse(cells[0], out var order)) throw Foreign(line);
        var index = instruments.TryGet(cells[2], out var instrument) ? instrument.Index : -1;
        if (index < 0 && cells[2].Length > 0) throw new InvalidDataException($"{file.Name} names {cells[2]}, which is no instrument of this configuration");
        var account = Array.IndexOf(accounts, cells[1]);
        if (account < 0 && cells[1].Length > 0) throw new InvalidDataException($"{file.Name} names the account {cells[1]}, which is no book of this configuration");
        var terms = new OrderTerms
        {
            Type = Named<OrderType>(cells[5], line),
            TimeInForce = Named<TimeInForce>(cells[6], line),
            Limit = new(Number(cells[7])),
            Trigger = new(Number(cells[8])),
            Trail = new(Number(cells[9])),
            LimitOffset = new(Number(cells[10])),
            TriggerBy = Named<TriggerBy>(cells[11], line),
            Display = new(Number(cells[12])),
            IsPostOnly = bool.Parse(cells[13]),
            IsReduceOnly = bool.Parse(cells[14]),
            Expires = new(Number(cells[15])),
            Link = Identity.TryParse(cells[16], out var link) ? link : throw Foreign(line),
            LinkMost = new(Number(cells[17])),
        };
        var report = cells.AsSpan(OfOrder);
        return new VenueRecord(
            new VenueOrder(order, Math.Max(account, 0), index, Named<Side>(cells[3], line), new(Number(cells[4])), terms),
            new VenueReport(Named<ReportKind>(report[0], line), order, new(Number(report[1])), new(Number(report[2])), new Money(Number(report[3])), Number(report[4]), new(Number(report[5])))
            {
                Reason = Named<VenueReason>(report[6], line),
                IsMaker = bool.Parse(report[7]),
            });
    }

    private T Named<T>(string cell, string line) where T : struct, Enum => Enum.TryParse<T>(cell, out var value) ? value : throw Foreign(line);

    private InvalidDataException Foreign(string line) => new($"{file.Name} has a line that this venue did not write: {line}");

    private static long Number(string cell) => long.Parse(cell, CultureInfo.InvariantCulture);
}
