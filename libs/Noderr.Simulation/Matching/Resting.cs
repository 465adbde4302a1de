namespace Noderr.Simulation.Matching;

/// <summary>An order in the book, between its neighbours at the same price.</summary>
internal struct Resting
{
    public long Id, Left;
    public int Next, Previous, Level;
}
