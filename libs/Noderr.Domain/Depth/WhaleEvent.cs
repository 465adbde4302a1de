using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;

namespace Noderr.Domain.Depth;

public enum WhaleKind : byte
{
    Appeared,

    /// <summary>It is gone, and about as much stands at another price of its side.</summary>
    Moved,

    /// <summary>At least half of it was traded.</summary>
    Consumed,

    /// <summary>It is gone, and most of it was not traded.</summary>
    Withdrawn,
}

/// <summary>Something large that rests, or has rested. What a book shows is shared by many: a level's size is not one owner's.</summary>
/// <param name="To">Where it stands now, of one that moved.</param>
/// <param name="Size">The most that stood there.</param>
/// <param name="Typical">The middle size when it appeared.</param>
/// <param name="Traded">Of it, as far as trades tell.</param>
/// <param name="TradedOpposite">What rested on the other side and was traded while it stood.</param>
/// <param name="AwayMillionths">How far from the best price of its side it appeared.</param>
/// <param name="Appeared">When.</param>
/// <param name="Stood">How long.</param>
public readonly record struct WhaleEvent(
    WhaleKind Kind, Side Side, Price Price, Price To, Quantity Size, Quantity Typical, Quantity Traded, Quantity TradedOpposite, long AwayMillionths, Timestamp Appeared, TimeSpan Stood)
{
    /// <summary>When it was gone.</summary>
    public Timestamp Gone => Appeared + Stood;
}
