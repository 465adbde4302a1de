using Noderr.Domain.Algorithms;
using Noderr.Domain.Events;
using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;
using Noderr.Journal.Deciders;
using Noderr.Routing.Algorithms;

namespace Noderr.Router.Working;

/// <summary>
/// An order that is worked over time, and where it stands. Each slice is on record before it is sent, under a name that is made of its number: an owner that
/// comes after a crash goes on behind the last one.
/// </summary>
internal sealed class ParentOrder
{
    // What nobody approves, or nobody trades after its time, is given up.
    private const int MostInVain = 20;

    private readonly Instrument instrument;
    private readonly List<AliveSlice> alive = [];
    private OrderEvent order;
    private Worker worker;
    private Quantity filled, volume;
    private TimeSpan paused;
    private Timestamp pausedAt, lookedAt;
    private Timestamp? lastSent;
    private DenialCode denial;
    private int denied, inVain;
    private bool isPaused, isTakenBack;

    public ParentOrder(in OrderEvent begun, Instrument instrument, Timestamp now)
    {
        (order, this.instrument, lookedAt) = (begun, instrument, now);
        worker = new Worker(Worked());
    }

    /// <summary>As it was begun, or on the terms that hold now.</summary>
    public ref readonly OrderEvent Order => ref order;

    public bool IsPaused => isPaused;

    public bool IsTakenBack => isTakenBack;

    /// <summary>Sent so far, whatever became of them.</summary>
    public int Slices { get; private set; }

    public Quantity Filled => filled;

    /// <summary>When there is something to be said although nothing comes in.</summary>
    public Timestamp? Due { get; private set; }

    /// <summary>Why not all of it is traded, where somebody or something stands against it.</summary>
    public DenialCode Denial => filled >= order.Quantity ? DenialCode.None : isTakenBack ? DenialCode.TakenBack : denied >= MostInVain ? denial : DenialCode.None;

    private Quantity Working
    {
        get
        {
            var sum = Quantity.Zero;
            foreach (var slice in alive) sum += slice.Left;
            return sum;
        }
    }

    /// <summary>Whether it can go on with these: not with less than what is filled and at venues.</summary>
    public bool CanHave(Quantity quantity, Price limit) =>
        quantity >= filled + Working && quantity.IsMultipleOf(instrument.Lot) && limit.Units >= 0 && limit.Up(instrument.Tick) == limit
        && order.Algorithm!.Fault(quantity, LimitOf(limit), instrument) is null;

    public OrderEvent Says(OrderKind kind, Timestamp now) => order with { Kind = kind, Algorithm = null, At = now };

    /// <summary>The order that a step sends.</summary>
    public OrderEvent Slice(in WorkStep step, Timestamp now) => Says(OrderKind.Created, now) with
    {
        Order = Identities.Slice(order.Order, step.Slice),
        Signal = order.Order,
        Quantity = step.Quantity,
        Limit = step.Terms.Limit,
        Terms = step.Terms with { IsReduceOnly = order.Terms.IsReduceOnly },
    };

    /// <summary>The step that was <see cref="Due"/>.</summary>
    public WorkStep Next(in MarketView market) => Step(market, Due!.Value);

    /// <summary>The slices that are to be taken back and are not yet.</summary>
    public IEnumerable<Identity> ToTakeBack() => alive.Where(s => !s.IsTakenBack).Select(s => s.Order);

    public void Look(in MarketView market, Timestamp now)
    {
        lookedAt = now;
        Due = FirstStep(market, now);
    }

    public void Traded(Quantity size, Timestamp now)
    {
        if (!isPaused && now >= order.Algorithm!.Start) volume += size;
    }

    public void TakeBack() => isTakenBack = true;

    public void Observe(in ExecutionEvent input)
    {
        var at = IndexOf(input.Order);
        // Late or not, it has been traded.
        if (input.Kind == ExecutionKind.Filled) (filled, inVain) = (filled + input.Quantity, 0);
        if (at < 0) return;
        var slice = alive[at];
        if (input.Kind == ExecutionKind.Filled) slice = slice with { Filled = slice.Filled + input.Quantity };
        else if (input.Kind == ExecutionKind.Updated) slice = slice with { Quantity = input.Quantity };
        if (RoutedOrder.Ends(input.Kind) && slice.Filled.Sign == 0) inVain++;
        if (RoutedOrder.Ends(input.Kind) || slice.Left.Sign <= 0) alive.RemoveAt(at);
        else alive[at] = slice;
    }

    public void Evolve(in OrderEvent said, Timestamp now)
    {
        var at = IndexOf(said.Order);
        switch (said.Kind)
        {
            case OrderKind.Created:
                alive.Add(new AliveSlice(said.Order, said.Quantity, Quantity.Zero, said.Terms.Limit, false));
                (Slices, lastSent) = (Slices + 1, now);
                break;
            case OrderKind.Routed:
                denied = 0;
                break;
            case OrderKind.Denied:
                if (at >= 0) alive.RemoveAt(at);
                (denied, denial) = (denied + 1, said.Denial);
                break;
            case OrderKind.CancelAsked when at >= 0:
                alive[at] = alive[at] with { IsTakenBack = true };
                break;
            case OrderKind.WorkPaused:
                (isPaused, pausedAt) = (true, now);
                break;
            case OrderKind.WorkResumed:
                (isPaused, paused) = (false, paused + (now - pausedAt));
                break;
            case OrderKind.WorkAmended:
                order = order with { Quantity = said.Quantity, Limit = said.Limit };
                worker = new Worker(Worked());
                break;
        }
    }

    public void Save(StateWriter state)
    {
        state.UInt128(order.Order.Value).UInt128(order.Signal.Value).Int32(order.Strategy).Int32(order.Instrument).Int32((int)order.Side).Int64(order.Quantity.Units)
            .Int64(order.Limit.Units).Int64(order.At.Nanoseconds).Terms(order.Terms).Algorithm(order.Algorithm!);
        state.Int32(Slices).Int64(filled.Units).Int64(volume.Units).Int64(paused.Ticks).Int64(pausedAt.Nanoseconds).Int64(lookedAt.Nanoseconds)
            .Bool(lastSent is not null).Int64(lastSent?.Nanoseconds ?? 0).Int32((int)denial).Int32(denied).Int32(inVain).Bool(isPaused).Bool(isTakenBack).Int32(alive.Count);
        foreach (var slice in alive) slice.Save(state);
    }

    public static ParentOrder Load(ref StateReader state, int book, InstrumentCatalog instruments)
    {
        var order = new OrderEvent(
            OrderKind.WorkBegun, new(state.UInt128()), new(state.UInt128()), book, state.Int32(), state.Int32(), (Side)state.Int32(), new(state.Int64()), new(state.Int64()),
            DenialCode.None, new(state.Int64()))
        {
            Terms = state.Terms(),
            Algorithm = state.Algorithm(),
        };
        var parent = new ParentOrder(order, instruments[order.Instrument], default)
        {
            Slices = state.Int32(),
            filled = new(state.Int64()),
            volume = new(state.Int64()),
            paused = new(state.Int64()),
            pausedAt = new(state.Int64()),
            lookedAt = new(state.Int64()),
        };
        var (hasSent, sent) = (state.Bool(), state.Int64());
        parent.lastSent = hasSent ? new(sent) : null;
        (parent.denial, parent.denied, parent.inVain, parent.isPaused, parent.isTakenBack) = ((DenialCode)state.Int32(), state.Int32(), state.Int32(), state.Bool(), state.Bool());
        for (var left = state.Int32(); left > 0; left--) parent.alive.Add(AliveSlice.Load(ref state));
        return parent;
    }

    /// <summary>After <see cref="Load"/>, when the market is there too.</summary>
    public void LookAgain(in MarketView market) => Look(market, lookedAt);

    // The first time at which there is something to be said, if nothing comes in until then.
    private Timestamp? FirstStep(in MarketView market, Timestamp now)
    {
        while (true)
        {
            var step = Step(market, now);
            if (step.Act != WorkAct.Wait) return now;
            if (step.Until is not { } until || until <= now) return null;
            now = until;
        }
    }

    private WorkStep Step(in MarketView market, Timestamp now)
    {
        if (isTakenBack || denied >= MostInVain) return End();
        if (IsAtOtherLimit()) return Clear();
        var progress = new WorkProgress(Slices, filled, Working, lastSent, volume, paused, isPaused);
        var step = worker.Next(progress, market, now);
        return step.Act switch
        {
            WorkAct.TakeBack => Clear(),
            WorkAct.Done => End(),
            WorkAct.Send when inVain >= MostInVain && now >= order.Algorithm!.End + paused => End(),
            _ => step,
        };
    }

    private WorkStep End() => alive.Count > 0 ? Clear() : new WorkStep(WorkAct.Done, null, 0, default, default);

    // Those that are on their way back are waited for.
    private WorkStep Clear() => new(ToTakeBack().Any() ? WorkAct.TakeBack : WorkAct.Wait, null, 0, default, default);

    // What rests does so at the limit that held when it was sent.
    private bool IsAtOtherLimit()
    {
        if (order.Algorithm!.Kind != AlgorithmKind.Iceberg) return false;
        foreach (var slice in alive)
            if (slice.Limit != order.Limit) return true;
        return false;
    }

    private int IndexOf(Identity slice)
    {
        for (var i = 0; i < alive.Count; i++)
            if (alive[i].Order == slice) return i;
        return -1;
    }

    private WorkedOrder Worked() => new(order.Order, order.Side, order.Quantity, LimitOf(order.Limit), instrument.Tick, instrument.Lot, instrument.MinQuantity, order.Algorithm!);

    private static Price? LimitOf(Price limit) => limit.Units == 0 ? null : limit;
}
