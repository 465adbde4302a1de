using Noderr.Domain.Numbers;

namespace Noderr.Domain.Books;

public enum StrategyKind : byte
{
    MeanReversion,
    Momentum,

    /// <summary>Whoever gives orders by hand: it never signals.</summary>
    Operator,
}

/// <summary>A strategy as a book declares it: what it trades, how much, and when it enters and leaves, in volatilities.</summary>
public sealed record StrategyDeclaration(string Name, StrategyKind Kind, IReadOnlyList<int> Instruments, Quantity Size, double Enter, double Leave);

/// <summary>What risk holds a book to.</summary>
public sealed record Limits
{
    public Money MaxOrderNotional { get; init; } = Money.Parse("100000");
    public Money MaxPositionNotional { get; init; } = Money.Parse("500000");
    public Money MaxExposure { get; init; } = Money.Parse("2000000");
    public int MaxOpenOrders { get; init; } = 50;

    /// <summary>How far, in millionths, a limit may lie beyond the market.</summary>
    public long CollarMillionths { get; init; } = 20_000;

    /// <summary>A price older than this is none.</summary>
    public TimeSpan StaleAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A reservation nobody has spoken of for so long is let go.</summary>
    public TimeSpan ReservationLasts { get; init; } = TimeSpan.FromMinutes(1);
}

/// <summary>Instruments, strategies and limits that belong together: the unit of ordering, of ownership and of scaling.</summary>
public sealed record Book(int Index, string Name, IReadOnlyList<StrategyDeclaration> Strategies, Limits Limits)
{
    /// <summary>The strategy to which orders by hand belong; -1 in a book that takes none.</summary>
    public int Operator { get; } = IndexOfOperator(Strategies);

    private static int IndexOfOperator(IReadOnlyList<StrategyDeclaration> strategies)
    {
        for (var s = 0; s < strategies.Count; s++)
            if (strategies[s].Kind == StrategyKind.Operator) return s;
        return -1;
    }
}
