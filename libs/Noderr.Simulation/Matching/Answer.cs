namespace Noderr.Simulation.Matching;

/// <summary>What became of a command.</summary>
public enum Answer : byte
{
    /// <summary>Done; what is left of the order, if anything, rests.</summary>
    Done,

    /// <summary>Done as far as there was somebody to trade with; what was left is given up.</summary>
    GivenUp,

    UnknownOrder,
    OrderIsThere,
    BadSize,
    BadPrice,
    BookIsFull,
}
