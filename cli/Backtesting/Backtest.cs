using System.Diagnostics;
using Noderr.Domain.Events;
using Noderr.Domain.Numbers;
using Noderr.Journal.Deciders;
using Noderr.Journal.Memory;
using Noderr.Simulation.Recorded;
using Noderr.Trainer;

namespace Noderr.Cli.Backtesting;

internal sealed record BacktestResult(
    BacktestSetup Setup, Ledger Ledger, long Events, long Quotes, Timestamp First, Timestamp Last, TimeSpan Took, UInt128 State, IReadOnlyList<SkippedRows> Skipped)
{
    public double EventsPerSecond => Events / Math.Max(Took.TotalSeconds, 1e-9);
}

/// <summary>The deciders that trade live, over a market that has been: one thread, and no clock but the market's.</summary>
internal static class Backtest
{
    private const int EventsBetweenProgress = 1 << 14;

    public static BacktestResult Run(BacktestSetup setup, IMarketTape tape, ISubscriber<ExecutionEvent>? fills = null, Action<double, long>? progress = null)
    {
        var desk = new MemoryDesk(setup.Book, setup.Instruments);
        var ledger = new Ledger(setup.Book, setup.Instruments);
        desk.Orders.Subscribe(ledger);
        desk.Executions.Subscribe(ledger);
        if (fills is not null) desk.Executions.Subscribe(fills);
        var (events, quotes, first, last) = (0L, 0L, default(Timestamp), default(Timestamp));
        var clock = Stopwatch.StartNew();
        while (tape.TryNext(out var e))
        {
            desk.Tick(e);
            ledger.Mark(e);
            if (events++ == 0) first = e.At;
            if (e.Kind == MarketKind.Quote) quotes++;
            last = e.At;
            if (events % EventsBetweenProgress == 0) progress?.Invoke(tape.Share, events);
        }
        ledger.Curve.Finish();
        var took = clock.Elapsed;
        var state = new StateWriter();
        desk.Save(state);
        ledger.Save(state);
        return new BacktestResult(setup, ledger, events, quotes, first, last, took, state.Hash, tape.Skipped);
    }
}
