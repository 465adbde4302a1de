namespace Noderr.Simulation.Matching;

/// <summary>Two orders met, at the price of the one that rested.</summary>
public readonly record struct Trade(long Taker, long Maker, long Price, long Size, bool MakerDone, bool TakerDone);

/// <summary>What is to become of two orders that meet.</summary>
public enum Meeting : byte
{
    Trade,

    /// <summary>The one that rests is taken out of the book; the other goes on.</summary>
    DropMaker,

    /// <summary>The one that came stops before it.</summary>
    Stop,
}

/// <summary>Asked before each trade, and told of it as it happens. A struct that implements it costs no call.</summary>
public interface ITrades
{
    Meeting Meets(long taker, long maker);

    void On(in Trade trade);
}
