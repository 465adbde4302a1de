using Noderr.Domain.Events;
using Noderr.Domain.Numbers;
using Noderr.Domain.Positions;

namespace Noderr.Cli.Backtesting;

/// <summary>What one strategy made of one instrument.</summary>
public sealed class LedgerLine(int strategy, int instrument)
{
    private Price bid, ask;
    private bool traded;

    public int Strategy => strategy;

    public int Instrument => instrument;

    /// <summary>The market showed a price of it.</summary>
    public bool WasQuoted => ask.Units > 0;

    public long Orders { get; private set; }

    public long Denied { get; private set; }

    public long Fills { get; private set; }

    /// <summary>What was paid and received, without fees.</summary>
    public Money Volume { get; private set; }

    public Position Position { get; private set; }

    public Drawdown Drawdown { get; } = new();

    public Money Unrealised => Position.Unrealised(bid, ask);

    public Money Profit => Position.Realised + Unrealised - Position.Fees;

    internal void Count(OrderKind kind)
    {
        if (kind == OrderKind.Created) Orders++;
        else if (kind == OrderKind.Denied) Denied++;
    }

    internal void Fill(in ExecutionEvent fill)
    {
        (Fills, Volume, traded) = (Fills + 1, Volume + fill.Price * fill.Quantity, true);
        Position = Position.Fill(fill.Side, fill.Quantity, fill.Price, fill.Fee);
    }

    /// <summary>Returns by how much the profit has changed.</summary>
    internal Money Mark(in MarketEvent quote)
    {
        (bid, ask) = (quote.Bid, quote.Ask);
        if (Position.Quantity.Sign == 0 && !traded) return Money.Zero;
        traded = false;
        var before = Drawdown.Last;
        Drawdown.Follow(Profit);
        return Drawdown.Last - before;
    }
}
