using Noderr.Domain.Events;
using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;
using Noderr.Simulation.Matching;
using Noderr.Venues;

namespace Noderr.Simulation.Venues;

/// <summary>
/// One instrument of the simulated venue: ours and the market's orders in one matching engine, by price and time. While none of ours is there and nothing
/// that ours took is missing, a quote is only remembered.
/// </summary>
internal sealed class SimulatedBook : ShownSide.INames
{
    private readonly MatchingEngine engine = new();
    private readonly Instrument instrument;
    private readonly IBookKeeper keeper;
    private readonly SelfTradePrevention prevention;
    private readonly ShownSide bids, asks;
    private readonly Dictionary<long, SimulatedOrder> resting = [];
    private readonly List<SimulatedOrder> waiting = [], refreshing = [];
    private MarketEvent quote;
    private Price last;
    private long names;
    private bool isAwake, showsDepth, stopped;
    private SimulatedOrder? taker;
    private Timestamp now;

    public SimulatedBook(Instrument instrument, QueueModel queue, SelfTradePrevention prevention, IBookKeeper keeper)
    {
        (this.instrument, this.prevention, this.keeper) = (instrument, prevention, keeper);
        (bids, asks) = (new ShownSide(Side.Buy, engine, queue, this), new ShownSide(Side.Sell, engine, queue, this));
    }

    /// <summary>Who keeps orders and accounts.</summary>
    internal interface IBookKeeper
    {
        void Filled(SimulatedOrder order, Quantity size, Price price, bool isMaker, Timestamp now);

        void Ended(SimulatedOrder order, ReportKind how, VenueReason why, Timestamp now);

        void Triggered(SimulatedOrder order, Price trigger, Timestamp now);

        /// <summary>It rests at the limit that the market gave it.</summary>
        void Priced(SimulatedOrder order, Price limit, Timestamp now);

        /// <summary>How much the order may trade at most, by the position that it reduces and by those that it is tied to; null for as much as it wants.</summary>
        Quantity? Most(SimulatedOrder order, out VenueReason bound);

        /// <summary>It can't trade as much as it was to.</summary>
        void Shrunk(SimulatedOrder order, Quantity quantity, Timestamp now);
    }

    public void Quote(in MarketEvent shown, Timestamp at)
    {
        now = at;
        quote = shown;
        if (isAwake && !showsDepth)
        {
            Apply(shown);
            if (resting.Count == 0 && bids.IsWhole && asks.IsWhole) Sleep();
        }
        PullTriggers();
    }

    /// <summary>So much rests at a price now.</summary>
    public void Depth(Side side, Price price, Quantity size, Timestamp at)
    {
        now = at;
        if (!showsDepth) Sleep();
        isAwake = showsDepth = true;
        Set(side, Ticks(price, side), Lots(size));
        quote = quote with { Bid = engine.BestBid is { } b ? PriceOf(b.Price) : default, Ask = engine.BestAsk is { } a ? PriceOf(a.Price) : default };
        PullTriggers();
    }

    public void Trade(Side aggressor, Price price, Quantity size, Timestamp at)
    {
        now = at;
        last = price;
        if (isAwake)
        {
            var ticks = Ticks(price, aggressor.Opposite());
            var fills = new Fills(this);
            Take(null, aggressor, ticks, Lots(size), ref fills);
            Shown(aggressor.Opposite()).Traded(ticks, Lots(size));
        }
        PullTriggers();
    }

    /// <summary>A new order: it waits for its trigger, trades, rests, or is over.</summary>
    public void Enter(SimulatedOrder order, Timestamp at)
    {
        now = at;
        if (order.Terms.Type.WaitsForTrigger())
        {
            waiting.Add(order);
            PullTriggers();
        }
        else Trade(order);
    }

    /// <summary>Back in the book after a restart of the venue, behind all that rest there.</summary>
    public void Restore(SimulatedOrder order)
    {
        if (order.Terms.Type.WaitsForTrigger()) waiting.Add(order);
        else Rest(order, Ticks(order.Terms.Limit, order.Side));
    }

    public void Leave(SimulatedOrder order)
    {
        if (order.RestsAt is null) waiting.Remove(order);
        else
        {
            engine.Cancel(order.EngineId);
            Gone(order);
        }
    }

    /// <summary>The order stands on other terms: it keeps its place where it only got smaller.</summary>
    public void Amend(SimulatedOrder order, Quantity quantity, OrderTerms terms, Timestamp at)
    {
        now = at;
        var isSmaller = quantity < order.Quantity && terms.Limit == order.Terms.Limit && order.RestsAt is not null;
        if (isSmaller)
        {
            // What is shown of an iceberg may be less than what is taken away behind it.
            var most = Lots(quantity - order.Filled);
            if (engine.Left(order.EngineId) is var shown && shown > most) engine.Reduce(order.EngineId, shown - most);
            (order.Quantity, order.Terms) = (quantity, terms);
            return;
        }
        Leave(order);
        (order.Quantity, order.Terms) = (quantity, terms);
        Enter(order, at);
    }

    long ShownSide.INames.Next() => --names;

    bool ShownSide.INames.RestsAt(Side side, long price)
    {
        foreach (var order in resting.Values)
            if (order.Side == side && order.RestsAt == price) return true;
        return false;
    }

    private void Trade(SimulatedOrder order)
    {
        Wake();
        var (side, terms) = (order.Side, order.Terms);
        var across = side == Side.Buy ? engine.BestAsk : engine.BestBid;
        if (terms.Type == OrderType.MarketToLimit)
        {
            if (across is null)
            {
                keeper.Ended(order, ReportKind.Canceled, VenueReason.NothingOffered, now);
                return;
            }
            terms = terms with { Limit = PriceOf(across.Value.Price) };
        }
        var limit = terms.Type == OrderType.Market ? (side == Side.Buy ? MatchingEngine.HighestPrice : -MatchingEngine.HighestPrice) : Ticks(terms.Limit, side);
        if (terms.IsPostOnly && across is { } best && (side == Side.Buy ? best.Price <= limit : best.Price >= limit))
        {
            keeper.Ended(order, ReportKind.Canceled, VenueReason.WouldTrade, now);
            return;
        }
        if (!Shrink(order)) return;
        if (terms.TimeInForce == TimeInForce.Fok && Offered(order, limit) < Lots(order.Left))
        {
            keeper.Ended(order, ReportKind.Canceled, VenueReason.NotWhole, now);
            return;
        }
        var fills = new Fills(this);
        Take(order, side, Reach(side, limit), Lots(order.Left), ref fills);
        if (order.End is not null) return;
        if (stopped) keeper.Ended(order, ReportKind.Canceled, VenueReason.SelfTrade, now);
        else if (terms.Type == OrderType.Market || terms.TimeInForce is TimeInForce.Ioc or TimeInForce.Fok) keeper.Ended(order, ReportKind.Canceled, VenueReason.NothingOffered, now);
        else
        {
            if (terms.Type == OrderType.MarketToLimit) keeper.Priced(order, terms.Limit, now);
            Rest(order, limit);
        }
    }

    private void Rest(SimulatedOrder order, long price)
    {
        Wake();
        var size = Lots(order.Left);
        if (order.Terms.Display.Sign > 0) size = Math.Min(size, Lots(order.Terms.Display));
        if (engine.Rest(order.EngineId, order.Side, price, size) != Answer.Done)
        {
            keeper.Ended(order, ReportKind.Canceled, VenueReason.OutOfOrder, now);
            return;
        }
        order.RestsAt = price;
        resting[order.EngineId] = order;
    }

    // Icebergs show their next part behind all that rest at their price before the taker goes on to a worse one.
    private void Take(SimulatedOrder? order, Side side, long limit, long size, ref Fills fills)
    {
        (taker, stopped) = (order, false);
        var name = order?.EngineId ?? --names;
        do size = engine.Take(name, side, limit, size, ref fills);
        while (Refresh() && size > 0 && !stopped);
        taker = null;
    }

    private bool Refresh()
    {
        if (refreshing.Count == 0) return false;
        foreach (var order in refreshing) Rest(order, order.RestsAt!.Value);
        refreshing.Clear();
        return true;
    }

    private bool Shrink(SimulatedOrder order)
    {
        if (keeper.Most(order, out var bound) is not { } most) return true;
        if (most.Sign <= 0)
        {
            keeper.Ended(order, ReportKind.Canceled, bound, now);
            return false;
        }
        if (most < order.Left) keeper.Shrunk(order, order.Filled + most, now);
        return true;
    }

    // What the order could trade at once, not with those of its own account.
    private long Offered(SimulatedOrder order, long limit)
    {
        var (offered, reach) = (0L, Reach(order.Side, limit));
        foreach (var level in engine.Levels(order.Side.Opposite()))
            if (order.Side == Side.Buy ? level.Price <= reach : level.Price >= reach) offered += level.Size;
        foreach (var other in resting.Values)
        {
            if (other.Side == order.Side || !(order.Side == Side.Buy ? other.RestsAt <= reach : other.RestsAt >= reach)) continue;
            var shown = engine.Left(other.EngineId);
            if (prevention != SelfTradePrevention.None && other.Asked.Account == order.Asked.Account) offered -= shown;
            else offered += Lots(other.Left) - shown;
        }
        return offered;
    }

    // Where only the best price is shown, what lies behind it is what once was there.
    private long Reach(Side side, long limit)
    {
        if (side == Side.Buy) return asks.HasStale ? Math.Min(limit, Ticks(quote.Ask, Side.Sell)) : limit;
        return bids.HasStale ? Math.Max(limit, Ticks(quote.Bid, Side.Buy)) : limit;
    }

    private void PullTriggers()
    {
        for (var i = 0; i < waiting.Count; i++)
        {
            var order = waiting[i];
            var terms = order.Terms;
            if (Triggers.Watched(terms.TriggerBy, order.Side, quote.Bid, quote.Ask, last) is not { } price) continue;
            if (terms.Type.Trails()) order.Terms = terms = terms with { Trigger = Triggers.Follow(order.Side, terms.Trigger, terms.Trail, price) };
            if (!Triggers.Pulls(terms.Type, order.Side, terms.Trigger, price)) continue;
            waiting.RemoveAt(i--);
            keeper.Triggered(order, terms.Trigger, now);
            Trade(order);
        }
    }

    private void Wake()
    {
        if (isAwake) return;
        isAwake = true;
        if (quote.Ask.Units > 0 || quote.Bid.Units > 0) Apply(quote);
    }

    private void Sleep()
    {
        bids.Clear();
        asks.Clear();
        isAwake = false;
    }

    private void Apply(in MarketEvent shown)
    {
        var (bid, ask) = (Ticks(shown.Bid, Side.Buy), Ticks(shown.Ask, Side.Sell));
        bids.OnlyBest(bid);
        asks.OnlyBest(ask);
        Set(Side.Buy, bid, shown.Bid.Units > 0 ? Lots(shown.BidSize) : 0);
        Set(Side.Sell, ask, shown.Ask.Units > 0 ? Lots(shown.AskSize) : 0);
    }

    private void Set(Side side, long price, long size)
    {
        var fresh = Shown(side).Set(price, size);
        if (fresh == 0) return;
        Shown(side.Opposite()).CrossedBy(price);
        var fills = new Fills(this) { Left = fresh };
        Take(null, side, price, fresh, ref fills);
        Shown(side).Rest(price, fills.Left);
    }

    private void Gone(SimulatedOrder order)
    {
        resting.Remove(order.EngineId);
        order.RestsAt = null;
    }

    private ShownSide Shown(Side side) => side == Side.Buy ? bids : asks;

    private Price PriceOf(long ticks) => new(checked(ticks * instrument.Tick.Units));

    // What lies between two ticks counts as the worse of them for who takes it.
    private long Ticks(Price price, Side side) => (side == Side.Buy ? price.Down(instrument.Tick) : price.Up(instrument.Tick)).Units / instrument.Tick.Units;

    private long Lots(Quantity quantity) => Math.Min(quantity.Units / instrument.Lot.Units, MatchingEngine.LargestSize);

    private Meeting Meets(long maker)
    {
        if (stopped || refreshing.Count > 0) return Meeting.Stop;
        if (maker < 0) return Meeting.Trade;
        var order = resting[maker];
        if (taker is not null && prevention != SelfTradePrevention.None && taker.Asked.Account == order.Asked.Account)
        {
            stopped = prevention != SelfTradePrevention.CancelsResting;
            return prevention == SelfTradePrevention.CancelsComing ? Meeting.Stop : Drop(order, VenueReason.SelfTrade);
        }
        if (keeper.Most(order, out var bound) is not { } most) return Meeting.Trade;
        if (most.Sign <= 0) return Drop(order, bound);
        if (most >= order.Left) return Meeting.Trade;
        keeper.Shrunk(order, order.Filled + most, now);
        if (engine.Left(maker) is var shown && shown > Lots(most)) engine.Reduce(maker, shown - Lots(most));
        return Meeting.Trade;
    }

    private Meeting Drop(SimulatedOrder order, VenueReason why)
    {
        Gone(order);
        keeper.Ended(order, ReportKind.Canceled, why, now);
        return Meeting.DropMaker;
    }

    private void Met(in Trade trade)
    {
        var (price, size) = (PriceOf(trade.Price), new Quantity(checked(trade.Size * instrument.Lot.Units)));
        if (trade.Maker < 0 && taker is null) return;
        if (trade.Maker > 0)
        {
            var maker = resting[trade.Maker];
            // All of it that was shown is gone: the rest of an iceberg comes behind the others.
            if (trade.MakerDone && maker.Left > size) refreshing.Add(maker);
            else if (trade.MakerDone) Gone(maker);
            keeper.Filled(maker, size, price, isMaker: true, now);
        }
        if (taker is not null) keeper.Filled(taker, size, price, isMaker: false, now);
    }

    /// <summary>What the engine asks and tells while something trades.</summary>
    private struct Fills(SimulatedBook book) : ITrades
    {
        /// <summary>Of something fresh in the market, what has not traded yet.</summary>
        public long Left;

        public readonly Meeting Meets(long taker, long maker) => book.Meets(maker);

        public void On(in Trade trade)
        {
            Left -= trade.Size;
            book.Met(trade);
        }
    }
}
