using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;
using Noderr.Journal.Deciders;

namespace Noderr.Risk;

internal readonly record struct Reservation(Identity Order, int Instrument, Side Side, Quantity Left, Timestamp Ends);

/// <summary>What approved orders may still trade, until they end, or until nobody has spoken of them for too long.</summary>
internal sealed class Reservations(TimeSpan lasts)
{
    private static readonly Timestamp Never = new(long.MaxValue);

    private readonly Dictionary<UInt128, Reservation> open = [];
    private readonly Queue<(UInt128 Order, Timestamp Ends)> ends = new();

    public int Count => open.Count;

    public Timestamp? NextEnd
    {
        get
        {
            while (ends.TryPeek(out var first) && (!open.TryGetValue(first.Order, out var of) || of.Ends != first.Ends)) ends.Dequeue();
            return ends.TryPeek(out var next) ? next.Ends : null;
        }
    }

    public void Add(Identity order, int instrument, Side side, Quantity quantity, Timestamp at)
    {
        var reservation = new Reservation(order, instrument, side, quantity, at + lasts);
        open[order.Value] = reservation;
        ends.Enqueue((order.Value, reservation.Ends));
    }

    /// <summary>It ends when its order does, not by time.</summary>
    public void Hold(Identity order)
    {
        if (open.TryGetValue(order.Value, out var reservation)) open[order.Value] = reservation with { Ends = Never };
    }

    /// <summary>A part of it has become a position; returns what is reserved no more.</summary>
    public Quantity Use(Identity order, Quantity quantity)
    {
        if (!open.TryGetValue(order.Value, out var reservation)) return Quantity.Zero;
        var used = Quantity.Min(quantity, reservation.Left);
        if (used == reservation.Left) open.Remove(order.Value);
        else open[order.Value] = reservation with { Left = reservation.Left - used };
        return used;
    }

    /// <summary>Returns what was reserved still.</summary>
    public Quantity End(Identity order) => open.Remove(order.Value, out var reservation) ? reservation.Left : Quantity.Zero;

    public IEnumerable<Reservation> EndedBy(Timestamp now) => open.Values.Where(r => r.Ends <= now).OrderBy(r => r.Order.Value);

    public void Save(StateWriter state)
    {
        state.Int64(open.Count);
        foreach (var r in open.Values.OrderBy(r => (r.Ends, r.Order.Value)))
            state.UInt128(r.Order.Value).Int32(r.Instrument).Int32((int)r.Side).Int64(r.Left.Units).Int64(r.Ends.Nanoseconds);
    }

    public void Load(ref StateReader state)
    {
        for (var left = state.Int64(); left > 0; left--)
        {
            var r = new Reservation(new(state.UInt128()), state.Int32(), (Side)state.Int32(), new(state.Int64()), new(state.Int64()));
            open[r.Order.Value] = r;
            ends.Enqueue((r.Order.Value, r.Ends));
        }
    }
}
