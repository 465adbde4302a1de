using Noderr.Domain.Books;
using Noderr.Domain.Events;
using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;
using Noderr.Journal.Deciders;
using Noderr.Journal.Memory;

namespace Noderr.Cli.Backtesting;

/// <summary>Keeps the books of a backtest: what each strategy ordered, traded and gained in each of its instruments.</summary>
public sealed class Ledger : ISubscriber<OrderEvent>, ISubscriber<ExecutionEvent>
{
    private readonly LedgerLine?[,] byStrategy;
    private readonly LedgerLine[][] byInstrument;
    private readonly Money[] profits;

    public Ledger(Book book, InstrumentCatalog instruments)
    {
        byStrategy = new LedgerLine?[book.Strategies.Count, instruments.Count];
        for (var s = 0; s < book.Strategies.Count; s++)
            foreach (var i in book.Strategies[s].Instruments) byStrategy[s, i] = new LedgerLine(s, i);
        Lines = [.. byStrategy.Cast<LedgerLine?>().OfType<LedgerLine>()];
        byInstrument = [.. instruments.Select(i => Lines.Where(l => l.Instrument == i.Index).ToArray())];
        profits = new Money[book.Strategies.Count];
        Curve = new EquityCurve(profits);
    }

    public IReadOnlyList<LedgerLine> Lines { get; }

    /// <summary>Of all strategies together.</summary>
    public Drawdown Drawdown { get; } = new();

    public EquityCurve Curve { get; }

    public void On(in OrderEvent e, Timestamp at) => byStrategy[e.Strategy, e.Instrument]!.Count(e.Kind);

    public void On(in ExecutionEvent e, Timestamp at)
    {
        if (e.Kind == ExecutionKind.Filled) byStrategy[e.Strategy, e.Instrument]!.Fill(e);
    }

    /// <summary>Values what is held at a quote, after whatever was traded on it.</summary>
    public void Mark(in MarketEvent e)
    {
        Curve.Reach(e.At);
        if (e.Kind != MarketKind.Quote) return;
        var all = Money.Zero;
        foreach (var line in byInstrument[e.Instrument])
        {
            var change = line.Mark(e);
            profits[line.Strategy] += change;
            all += change;
        }
        if (all != Money.Zero) Drawdown.Follow(Drawdown.Last + all);
    }

    public void Save(StateWriter state)
    {
        foreach (var l in Lines)
            state.Int64(l.Orders).Int64(l.Denied).Int64(l.Fills).Int64(l.Volume.Units).Int64(l.Position.Quantity.Units).Int64(l.Position.Cost.Units)
                .Int64(l.Position.Realised.Units).Int64(l.Position.Fees.Units).Int64(l.Drawdown.Last.Units).Int64(l.Drawdown.Most.Units);
        state.Int64(Drawdown.Last.Units).Int64(Drawdown.Most.Units);
    }
}
