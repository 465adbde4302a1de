using Noderr.Domain.Events;
using Noderr.Journal.Deciders;
using Noderr.Quant.Microstructure;

namespace Noderr.Feature;

/// <summary>Running statistics of one instrument.</summary>
internal struct InstrumentStatistics
{
    private const double FastShare = 2.0 / (20 + 1), SlowShare = 2.0 / (200 + 1), FlowShare = 2.0 / (50 + 1), VarianceShare = 2.0 / (100 + 1);

    private TopOfBook top;
    private double variance;
    private long quotes;

    public double Mid { get; private set; }

    /// <summary>The mid, drawn to the side with less size: where the next trade moves it.</summary>
    public double Microprice { get; private set; }

    public double Fast { get; private set; }
    public double Slow { get; private set; }

    /// <summary>Order-flow imbalance (Cont, Kukanov and Stoikov), smoothed: what buyers added over what sellers added.</summary>
    public double Flow { get; private set; }

    /// <summary>Of the mid's steps, in units of price.</summary>
    public readonly double Volatility => Math.Sqrt(variance);

    public void Quote(in MarketEvent quote)
    {
        var now = new TopOfBook(quote.Bid.ToDouble(), quote.BidSize.ToDouble(), quote.Ask.ToDouble(), quote.AskSize.ToDouble());
        var mid = now.Mid;
        Microprice = now.Microprice;
        if (quotes++ == 0)
        {
            (Fast, Slow) = (mid, mid);
        }
        else
        {
            Flow += FlowShare * (OrderFlowImbalance.Between(top, now) - Flow);
            var step = mid - Mid;
            variance += VarianceShare * (step * step - variance);
            Fast += FastShare * (mid - Fast);
            Slow += SlowShare * (mid - Slow);
        }
        (Mid, top) = (mid, now);
    }

    public readonly void Save(StateWriter state) => state
        .Double(top.Bid).Double(top.Ask).Double(top.BidSize).Double(top.AskSize).Double(variance).Int64(quotes)
        .Double(Mid).Double(Microprice).Double(Fast).Double(Slow).Double(Flow);

    public static InstrumentStatistics Load(ref StateReader state) => new()
    {
        top = new TopOfBook(Bid: state.Double(), Ask: state.Double(), BidSize: state.Double(), AskSize: state.Double()),
        variance = state.Double(),
        quotes = state.Int64(),
        Mid = state.Double(),
        Microprice = state.Double(),
        Fast = state.Double(),
        Slow = state.Double(),
        Flow = state.Double(),
    };
}
