namespace Noderr.Simulation.Matching;

/// <summary>Two orders met, at the price of the one that rested.</summary>
public readonly record struct Trade(long Taker, long Maker, long Price, long Size, bool MakerDone, bool TakerDone);

/// <summary>Told of each trade as it happens. A struct that implements it costs no call.</summary>
public interface ITrades
{
    void On(in Trade trade);
}
