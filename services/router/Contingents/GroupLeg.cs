using Noderr.Domain.Events;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;
using Noderr.Journal.Deciders;

namespace Noderr.Router.Contingents;

/// <summary>Where a leg of a group stands, as far as the router has heard.</summary>
internal enum LegState : byte
{
    /// <summary>No order stands for it now.</summary>
    Idle,

    Alive,

    /// <summary>It ended otherwise than by trading all that was wanted: there will be no more of it.</summary>
    Over,
}

/// <summary>
/// A part of a group, and what it has traded. One order stands for it at a time: when that one is done and more is wanted later, since the first order goes
/// on being filled, another one takes its place.
/// </summary>
internal sealed class GroupLeg(OrderRequest asked)
{
    // A venue that ends one order after the other without a trade is not asked for ever.
    private const int MostInVain = 20;

    private int orders, inVain;
    private bool isWithdrawn;

    /// <summary>As it was asked for; its name is that of its first order.</summary>
    public OrderRequest Asked => asked;

    public LegState State { get; private set; }

    /// <summary>By all of its orders.</summary>
    public Quantity Filled { get; private set; }

    /// <summary>By those before the one that stands for it.</summary>
    public Quantity FilledBefore { get; private set; }

    /// <summary>The quantity that its venue was asked for last: what was refused is not asked for again.</summary>
    public Quantity AskedLast { get; private set; }

    /// <summary>What the legs could trade together when its venue said that they had: nothing more is asked for before they can trade more.</summary>
    public Quantity SpentAt { get; set; }

    /// <summary>The quantity that holds at its venue.</summary>
    public Quantity Held { get; private set; }

    /// <summary>The order that stands for it, or the next one.</summary>
    public Identity Order => orders == 0 ? asked.Order : Identity.Of(Identity.Kind.Order, asked.Order.Value, UInt128.MaxValue - (uint)orders);

    public void Evolve(in OrderEvent said)
    {
        switch (said.Kind)
        {
            case OrderKind.Created:
                (State, AskedLast, Held, isWithdrawn) = (LegState.Alive, said.Quantity, said.Quantity, false);
                break;
            case OrderKind.AmendAsked:
                AskedLast = said.Quantity;
                break;
            case OrderKind.Denied:
                State = LegState.Over;
                break;
        }
    }

    /// <summary>It is taken back because nothing is wanted of it now, which may change.</summary>
    public void Withdraw() => isWithdrawn = true;

    /// <summary>True when the order that stood for it has ended.</summary>
    public bool Observe(in ExecutionEvent input)
    {
        if (input.Kind == ExecutionKind.Filled) Filled += input.Quantity;
        else if (input.Kind == ExecutionKind.Updated) Held = input.Quantity;
        if (State != LegState.Alive) return false;
        if (Filled - FilledBefore >= Held) return Rest();
        if (!RoutedOrder.Ends(input.Kind)) return false;
        // Another order of the same account came in its way, or there was nobody to trade with at that moment: that is no reason to leave a position open.
        if (input.Kind == ExecutionKind.Canceled && (isWithdrawn || input.Reason is VenueReason.SelfTrade or VenueReason.Linked or VenueReason.NothingOffered)) return Rest();
        State = LegState.Over;
        return true;
    }

    /// <summary>It is not followed by another one: it opens, and was to do so once.</summary>
    public void ObserveOnce(in ExecutionEvent input)
    {
        if (Observe(input)) State = LegState.Over;
    }

    public void Save(StateWriter state) => state
        .UInt128(asked.Order.Value).Int32(asked.Instrument).Int32((int)asked.Side).Int64(asked.Quantity.Units).Terms(asked.Terms)
        .Int32((int)State).Int64(Filled.Units).Int64(FilledBefore.Units).Int64(AskedLast.Units).Int64(Held.Units).Int64(SpentAt.Units).Int32(orders).Int32(inVain).Bool(isWithdrawn);

    public static GroupLeg Load(ref StateReader state)
    {
        var asked = new OrderRequest(new(state.UInt128()), state.Int32(), (Side)state.Int32(), new(state.Int64()), state.Terms());
        return new GroupLeg(asked)
        {
            State = (LegState)state.Int32(),
            Filled = new(state.Int64()),
            FilledBefore = new(state.Int64()),
            AskedLast = new(state.Int64()),
            Held = new(state.Int64()),
            SpentAt = new(state.Int64()),
            orders = state.Int32(),
            inVain = state.Int32(),
            isWithdrawn = state.Bool(),
        };
    }

    private bool Rest()
    {
        orders++;
        inVain = Filled > FilledBefore ? 0 : inVain + 1;
        (State, FilledBefore) = (inVain < MostInVain ? LegState.Idle : LegState.Over, Filled);
        return true;
    }
}
