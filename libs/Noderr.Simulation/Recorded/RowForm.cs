using Noderr.Domain.Events;
using Noderr.Domain.Orders;

namespace Noderr.Simulation.Recorded;

/// <summary>What a file's columns make of a row. Which form a file has is told by its header.</summary>
internal abstract class RowForm(RowFile rows)
{
    private readonly int time = rows.Find("ts_ns");

    protected RowFile Rows => rows;

    public static RowForm Of(RowFile rows, RecordedFile file)
    {
        var columns = string.Join(", ", rows.Columns);
        if (rows.Find("ts_ns") < 0) throw rows.Wrong(null, $"has no column ts_ns, expected nanoseconds since 1970 under that name; it has {columns}");
        if (rows.Find("bid") >= 0 && rows.Find("ask") >= 0) return new QuoteForm(rows);
        if (rows.Find("bid_close") >= 0 && rows.Find("ask_close") >= 0) return new QuoteBarForm(rows, file.BarLength);
        if (rows.Find("price") >= 0 && TradeForm.SizeOf(rows) >= 0) return new TradeForm(rows);
        if (rows.Find("close") >= 0 && (file.HoldsBids || file.HoldsAsks)) return new SideBarForm(rows, file.BarLength, file.HoldsBids);
        if (rows.Find("close") >= 0) return new TradeBarForm(rows, file.BarLength);
        throw rows.Wrong(null,
            $"has the columns {columns}, expected beside ts_ns either bid and ask (quotes), price and size (trades), "
            + "bid_close and ask_close (bars of quotes) or close (bars of trades)");
    }

    /// <summary>The row that the file is at.</summary>
    public Observation Read()
    {
        var row = new Observation { At = rows.Time(time) };
        Fill(ref row);
        return row;
    }

    protected abstract void Fill(ref Observation row);

    protected long Number(int column) => column >= 0 && rows.TryNumber(column, out var units) ? units : Observation.Nothing;
}

/// <summary>ts_ns, bid, ask and, where the source has them, bid_size and ask_size.</summary>
internal sealed class QuoteForm(RowFile rows) : RowForm(rows)
{
    private readonly int bid = rows.Find("bid"), ask = rows.Find("ask");
    private readonly Sizes sizes = new(rows);

    protected override void Fill(ref Observation row)
    {
        (row.Kind, row.Bid, row.Ask) = (MarketKind.Quote, Number(bid), Number(ask));
        sizes.Fill(ref row, Rows);
    }
}

/// <summary>ts_ns, price, size (or quantity), and buyer_maker or side where the source tells who took.</summary>
internal sealed class TradeForm(RowFile rows) : RowForm(rows)
{
    private readonly int price = rows.Find("price"), size = SizeOf(rows), maker = rows.Find("buyer_maker"), side = rows.Find("side", "aggressor");

    public static int SizeOf(RowFile rows) => rows.Find("size", "quantity", "volume");

    protected override void Fill(ref Observation row)
    {
        row.Kind = MarketKind.Trade;
        row.Bid = row.Ask = Number(price);
        row.BidSize = row.AskSize = Number(size);
        if (side >= 0) row.Aggressor = Taker(side, "buy", "sell");
        else if (maker >= 0) row.Aggressor = Taker(maker, "false", "true");
    }

    private Side Taker(int column, string buy, string sell)
    {
        var text = Rows.Text(column);
        if (System.Text.Ascii.EqualsIgnoreCase(text, buy)) return Side.Buy;
        if (System.Text.Ascii.EqualsIgnoreCase(text, sell)) return Side.Sell;
        throw Rows.Wrong(column, $"'{RowFile.Show(text)}', expected {buy} or {sell}");
    }
}

/// <summary>
/// Bars of both sides become one quote each: the closing prices, at the bar's end. Its first moment, which is what the file has, would show
/// a strategy what was not known yet.
/// </summary>
internal sealed class QuoteBarForm(RowFile rows, TimeSpan length) : RowForm(rows)
{
    private readonly int bid = rows.Find("bid_close"), ask = rows.Find("ask_close");
    private readonly Sizes sizes = new(rows);

    protected override void Fill(ref Observation row)
    {
        (row.Kind, row.At, row.Bid, row.Ask) = (MarketKind.Quote, row.At + length, Number(bid), Number(ask));
        sizes.Fill(ref row, Rows);
    }
}

/// <summary>A bar of trades becomes a quote of a tick to either side of its close, at its end, that offers what was traded in it.</summary>
internal sealed class TradeBarForm(RowFile rows, TimeSpan length) : RowForm(rows)
{
    private readonly int close = rows.Find("close"), volume = rows.Find("volume");

    protected override void Fill(ref Observation row)
    {
        (row.Kind, row.At, row.IsMiddle) = (MarketKind.Quote, row.At + length, true);
        row.Bid = row.Ask = Number(close);
        row.BidSize = row.AskSize = volume < 0 ? Sizes.NotTold : Number(volume);
    }
}

/// <summary>Bars of one side; <see cref="PairedBars"/> joins them with those of the other.</summary>
internal sealed class SideBarForm(RowFile rows, TimeSpan length, bool bids) : RowForm(rows)
{
    private readonly int close = rows.Find("close");

    protected override void Fill(ref Observation row)
    {
        (row.Kind, row.At, row.BidSize, row.AskSize) = (MarketKind.Quote, row.At + length, Sizes.NotTold, Sizes.NotTold);
        if (bids) row.Bid = Number(close);
        else row.Ask = Number(close);
    }
}

/// <summary>What is offered. A file without sizes offers a million at each price; an empty field offers nothing.</summary>
internal readonly struct Sizes(RowFile rows)
{
    public const long NotTold = 1_000_000L * 1_000_000_000;

    private readonly int bid = rows.Find("bid_size", "bid_quantity"), ask = rows.Find("ask_size", "ask_quantity");

    public void Fill(ref Observation row, RowFile from)
    {
        row.BidSize = bid < 0 ? NotTold : from.TryNumber(bid, out var bids) ? bids : 0;
        row.AskSize = ask < 0 ? NotTold : from.TryNumber(ask, out var asks) ? asks : 0;
    }
}
