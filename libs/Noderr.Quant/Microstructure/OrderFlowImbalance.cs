namespace Noderr.Quant.Microstructure;

public static class OrderFlowImbalance
{
    /// <summary>Cont, Kukanov and Stoikov: what came to the best bid and left the best ask, less what left the bid and came to the ask.</summary>
    public static double Between(in TopOfBook last, in TopOfBook now) =>
        (now.Bid >= last.Bid ? now.BidSize : 0) - (now.Bid <= last.Bid ? last.BidSize : 0)
        - (now.Ask <= last.Ask ? now.AskSize : 0) + (now.Ask >= last.Ask ? last.AskSize : 0);
}
