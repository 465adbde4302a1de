using Noderr.Domain.Orders;

namespace Noderr.Simulation.Matching;

public enum BookOperation : byte
{
    /// <summary>A limit order; what is left of it rests.</summary>
    Enter,

    /// <summary>A limit order; what is left of it is given up.</summary>
    EnterOrGiveUp,
    Cancel,
    Reduce,
    Move,
}

/// <summary>What a book is told to do, in whole ticks and lots; fields that the operation does not take are 0.</summary>
public readonly record struct BookCommand(BookOperation Operation, Side Side, long Id, long Price, long Size)
{
    public Answer Play<TTrades>(MatchingEngine engine, ref TTrades trades) where TTrades : struct, ITrades => Operation switch
    {
        BookOperation.Enter => engine.Enter(Id, Side, Price, Size, rests: true, ref trades),
        BookOperation.EnterOrGiveUp => engine.Enter(Id, Side, Price, Size, rests: false, ref trades),
        BookOperation.Cancel => engine.Cancel(Id),
        BookOperation.Reduce => engine.Reduce(Id, Size),
        _ => engine.Move(Id, Price, ref trades),
    };
}
