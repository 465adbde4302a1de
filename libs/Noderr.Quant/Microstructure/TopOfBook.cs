namespace Noderr.Quant.Microstructure;

/// <summary>The best bid and ask with what rests there.</summary>
public readonly record struct TopOfBook(double Bid, double BidSize, double Ask, double AskSize)
{
    public double Mid => (Bid + Ask) / 2;

    /// <summary>The middle, drawn to the side where less rests: that one gives way first. The middle itself when nothing rests.</summary>
    public double Microprice => BidSize + AskSize > 0 ? (Bid * AskSize + Ask * BidSize) / (BidSize + AskSize) : Mid;
}
