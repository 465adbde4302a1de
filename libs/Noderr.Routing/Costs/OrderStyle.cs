using Noderr.Domain.Orders;

namespace Noderr.Routing.Costs;

/// <summary>How an order was worked, in the words of the command line: its type, what limits its time, and whether it was sliced.</summary>
public static class OrderStyle
{
    public static string Of(in OrderTerms terms, int orders)
    {
        var type = terms.Type switch
        {
            OrderType.Limit => "limit",
            OrderType.Market => "market",
            OrderType.MarketToLimit => "market-to-limit",
            OrderType.Stop => "stop",
            OrderType.StopLimit => "stop-limit",
            OrderType.MarketIfTouched => "market-if-touched",
            OrderType.LimitIfTouched => "limit-if-touched",
            OrderType.TrailingStop => "trailing-stop",
            _ => "trailing-stop-limit",
        };
        var time = terms.TimeInForce switch
        {
            // What is at the market does not stay there.
            _ when terms.Type == OrderType.Market => "",
            TimeInForce.Ioc => " ioc",
            TimeInForce.Fok => " fok",
            TimeInForce.Gtd => " gtd",
            TimeInForce.Day => " day",
            _ => " gtc",
        };
        return $"{(orders > 1 ? "sliced " : "")}{type}{time}{(terms.IsPostOnly ? " post-only" : "")}";
    }
}
