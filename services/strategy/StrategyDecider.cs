using Noderr.Domain.Books;
using Noderr.Domain.Events;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;
using Noderr.Journal.Deciders;

namespace Noderr.Strategy;

/// <summary>
/// The strategies of one book. Each has, for each of its instruments, a position that it wants; it signals the difference to the one it has,
/// and waits for that signal's end before it signals again, longer each time that risk denies it.
/// </summary>
public sealed class StrategyDecider : Decider<SignalEvent>, IReads<FeatureEvent, SignalEvent>, IReads<OrderEvent, SignalEvent>, IReads<ExecutionEvent, SignalEvent>
{
    private const int Warmup = 200, MostDoublings = 20;
    private static readonly TimeSpan FirstHold = TimeSpan.FromMilliseconds(100), LongestHold = TimeSpan.FromSeconds(30);

    private readonly Book book;
    private readonly Stake[,] stakes;
    private readonly long[] signals;
    private readonly bool[,] trades;

    public StrategyDecider(Book book, int instruments)
    {
        this.book = book;
        stakes = new Stake[book.Strategies.Count, instruments];
        signals = new long[book.Strategies.Count];
        trades = new bool[book.Strategies.Count, instruments];
        for (var s = 0; s < book.Strategies.Count; s++)
            foreach (var instrument in book.Strategies[s].Instruments) trades[s, instrument] = true;
    }

    public Quantity PositionOf(int strategy, int instrument) => stakes[strategy, instrument].Position;

    public void Observe(in FeatureEvent input, Timestamp now)
    {
        for (var s = 0; s < signals.Length; s++)
            if (trades[s, input.Instrument]) stakes[s, input.Instrument].Seen++;
    }

    public void Decide(in FeatureEvent input, Timestamp now, Output<SignalEvent> output)
    {
        for (var s = 0; s < signals.Length; s++)
        {
            if (!trades[s, input.Instrument]) continue;
            ref readonly var stake = ref stakes[s, input.Instrument];
            if (stake.Seen < Warmup || !stake.Waiting.IsNone || now < stake.NotBefore) continue;
            var strategy = book.Strategies[s];
            var wanted = Wanted(strategy, input, stake.Position);
            var change = wanted - stake.Position;
            if (change.Sign == 0) continue;
            var side = change.Sign > 0 ? Side.Buy : Side.Sell;
            output.Say(new SignalEvent(
                Identities.Signal(book.Index, s, signals[s] + 1), book.Index, s, input.Instrument, side, change.Abs, side == Side.Buy ? input.Ask : input.Bid, input.At));
        }
    }

    public void Observe(in OrderEvent input, Timestamp now)
    {
        if (input.Book == book.Index && input.Kind == OrderKind.Denied) Hold(ref stakes[input.Strategy, input.Instrument], input.Signal, now);
        else if (input.Book == book.Index && input.Kind == OrderKind.Created) stakes[input.Strategy, input.Instrument].Order = input.Order;
    }

    public void Observe(in ExecutionEvent input, Timestamp now)
    {
        if (input.Book != book.Index) return;
        ref var stake = ref stakes[input.Strategy, input.Instrument];
        if (input.Kind == ExecutionKind.Filled)
        {
            stake.Position += input.Side.Signed(input.Quantity);
            stake.Denials = 0;
            if (stake.Order == input.Order) stake.Left -= input.Quantity;
        }
        if (stake.Order == input.Order && (input.Kind is ExecutionKind.Canceled or ExecutionKind.Rejected or ExecutionKind.Expired || stake.Left.Sign <= 0)) Release(ref stake, stake.Waiting);
    }

    public override void Evolve(in SignalEvent said, Timestamp now)
    {
        signals[said.Strategy]++;
        ref var stake = ref stakes[said.Strategy, said.Instrument];
        (stake.Waiting, stake.Left) = (said.Id, said.Quantity);
    }

    public override void Save(StateWriter state)
    {
        foreach (var count in signals) state.Int64(count);
        foreach (var stake in stakes) stake.Save(state);
    }

    public override void Load(ref StateReader state)
    {
        for (var s = 0; s < signals.Length; s++) signals[s] = state.Int64();
        for (var s = 0; s < stakes.GetLength(0); s++)
            for (var i = 0; i < stakes.GetLength(1); i++) stakes[s, i] = Stake.Load(ref state);
    }

    private static Quantity Wanted(StrategyDeclaration strategy, in FeatureEvent f, Quantity position)
    {
        var volatility = Math.Max(f.Volatility, f.Mid * 1e-7);
        var score = strategy.Kind == StrategyKind.MeanReversion ? (f.Slow - f.Mid) / (volatility * 10) : (f.Fast - f.Slow) / (volatility * 5);
        if (score > strategy.Enter) return strategy.Size;
        if (score < -strategy.Enter) return -strategy.Size;
        return Math.Abs(score) < strategy.Leave || Math.Sign(score) == -position.Sign ? Quantity.Zero : position;
    }

    private static void Release(ref Stake stake, Identity signal)
    {
        if (stake.Waiting == signal) (stake.Waiting, stake.Order, stake.Left) = (Identity.None, Identity.None, Quantity.Zero);
    }

    // What was denied now is denied with the next tick too: limits that are reached stay so for a while, and every question is on record.
    private static void Hold(ref Stake stake, Identity signal, Timestamp now)
    {
        if (stake.Waiting != signal) return;
        stake.NotBefore = now + new TimeSpan(Math.Min(FirstHold.Ticks << Math.Min(stake.Denials, MostDoublings), LongestHold.Ticks));
        stake.Denials++;
        Release(ref stake, signal);
    }

    /// <summary>What one strategy has in one instrument, and the signal whose end it waits for.</summary>
    private struct Stake
    {
        public Quantity Position, Left;
        public Identity Waiting, Order;
        public long Seen;
        public int Denials;
        public Timestamp NotBefore;

        public readonly void Save(StateWriter state) => state.Int64(Position.Units).Int64(Left.Units).UInt128(Waiting.Value).UInt128(Order.Value).Int64(Seen).Int32(Denials).Int64(NotBefore.Nanoseconds);

        public static Stake Load(ref StateReader state) => new()
        {
            Position = new(state.Int64()),
            Left = new(state.Int64()),
            Waiting = new(state.UInt128()),
            Order = new(state.UInt128()),
            Seen = state.Int64(),
            Denials = state.Int32(),
            NotBefore = new(state.Int64()),
        };
    }
}
