using Noderr.Domain.Numbers;

namespace Noderr.Domain.Books;

public enum StrategyKind : byte
{
    MeanReversion,
    Momentum,
}

/// <summary>A strategy as a book declares it: what it trades, how much, and when it enters and leaves, in volatilities.</summary>
public sealed record StrategyDeclaration(string Name, StrategyKind Kind, IReadOnlyList<int> Instruments, Quantity Size, double Enter, double Leave)
{
    /// <summary>Whoever gives orders by hand: no strategy that signals, and nothing that is declared.</summary>
    public bool IsOperator { get; private init; }

    public static StrategyDeclaration Operator(string name) => new(name, default, [], Quantity.Zero, 0, 0) { IsOperator = true };
}

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
    public int Operator
    {
        get
        {
            for (var s = 0; s < Strategies.Count; s++)
                if (Strategies[s].IsOperator) return s;
            return -1;
        }
    }

    /// <summary>Nobody is there to give orders by hand.</summary>
    public Book Unattended => this with { Strategies = [.. Strategies.Where(s => !s.IsOperator)] };
}
