using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;
using Noderr.Journal.Deciders;

namespace Noderr.Risk;

/// <summary>One instrument: the position, what approved orders may still add on either side, and the market.</summary>
internal struct Exposure
{
    private Price bid, ask;
    private Quantity buying, selling;

    public Quantity Position { get; private set; }
    public Timestamp PriceTime { get; private set; }
    public readonly bool HasPrice => ask.Units > 0;

    public void Quote(Price bid, Price ask, Timestamp now) => (this.bid, this.ask, PriceTime) = (bid, ask, now);

    public void Fill(Side side, Quantity quantity) => Position += side.Signed(quantity);

    public void Reserve(Side side, Quantity quantity)
    {
        if (side == Side.Buy) buying += quantity;
        else selling += quantity;
    }

    public void Release(Side side, Quantity quantity)
    {
        if (side == Side.Buy) buying -= quantity;
        else selling -= quantity;
    }

    /// <summary>Whether the order, with all that is open on its side, can't turn or enlarge the position.</summary>
    public readonly bool Reduces(Side side, Quantity quantity) =>
        side == Side.Buy ? Position.Sign < 0 && buying + quantity <= -Position : Position.Sign > 0 && selling + quantity <= Position;

    /// <summary>What the order would trade at now.</summary>
    public readonly Price Across(Side side) => side == Side.Buy ? ask : bid;

    /// <summary>How far, in millionths of the price across, the limit lies beyond it.</summary>
    public readonly long Beyond(Side side, Price limit)
    {
        var across = Across(side);
        var over = side == Side.Buy ? limit.Units - across.Units : across.Units - limit.Units;
        return over <= 0 ? 0 : (long)((Int128)over * 1_000_000 / across.Units);
    }

    public readonly Money WorstNotional => HasPrice ? Worst(Position + buying, Position - selling) : Money.Zero;

    public readonly Money WorstNotionalAfter(Side side, Quantity quantity) =>
        side == Side.Buy ? Worst(Position + buying + quantity, Position - selling) : Worst(Position + buying, Position - selling - quantity);

    private readonly Money Worst(Quantity most, Quantity least) => ask * (most.Abs > least.Abs ? most.Abs : least.Abs);

    public readonly void Save(StateWriter state) => state
        .Int64(bid.Units).Int64(ask.Units).Int64(buying.Units).Int64(selling.Units).Int64(Position.Units).Int64(PriceTime.Nanoseconds);

    public static Exposure Load(ref StateReader state) => new()
    {
        bid = new(state.Int64()),
        ask = new(state.Int64()),
        buying = new(state.Int64()),
        selling = new(state.Int64()),
        Position = new(state.Int64()),
        PriceTime = new(state.Int64()),
    };
}
