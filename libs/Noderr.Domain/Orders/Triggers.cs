using Noderr.Domain.Numbers;

namespace Noderr.Domain.Orders;

/// <summary>When a price pulls a trigger, and how one that trails follows: the same for a venue and for who stands in for one.</summary>
public static class Triggers
{
    /// <summary>The price that the trigger looks at; null where the market does not show it.</summary>
    public static Price? Watched(TriggerBy by, Side side, Price bid, Price ask, Price last)
    {
        var price = by switch
        {
            TriggerBy.Last => last,
            TriggerBy.Mid => bid.Units > 0 && ask.Units > 0 ? new Price(bid.Units + (ask.Units - bid.Units) / 2) : default,
            _ => side == Side.Buy ? ask : bid,
        };
        return price.Units > 0 ? price : null;
    }

    public static bool Pulls(OrderType type, Side side, Price trigger, Price price) =>
        type.IsStop() == (side == Side.Buy) ? price >= trigger : price <= trigger;

    /// <summary>Where a trailing trigger stands once the market is at the price; nothing stands for one that has not begun.</summary>
    public static Price Follow(Side side, Price trigger, Price trail, Price price)
    {
        var behind = side == Side.Buy ? price + trail : price - trail;
        if (trigger.Units == 0) return behind;
        return side == Side.Buy ? (behind < trigger ? behind : trigger) : behind > trigger ? behind : trigger;
    }
}
