using System.Globalization;
using Noderr.Domain.Books;
using Noderr.Domain.Events;
using Noderr.Domain.Numbers;

namespace Noderr.Trainer;

/// <summary>When to enter and to leave, in volatilities.</summary>
public readonly record struct Candidate(double Enter, double Leave);

/// <summary>The grid of what is tried: each way to enter with each way to leave that lies below it.</summary>
public sealed class SearchSpace
{
    public const string Enter = "enter", Leave = "leave";
    private const int MostOfEach = 200;

    private SearchSpace(IReadOnlyList<Candidate> grid) => Grid = grid;

    /// <summary>In order: those that enter earlier first.</summary>
    public IReadOnlyList<Candidate> Grid { get; }

    /// <summary>What is not named keeps the strategy's own value. Null, and why, where nothing can be tried.</summary>
    public static (SearchSpace? Space, string Fault) Read(NamedValues<string> parameters, StrategyDeclaration strategy)
    {
        foreach (var name in parameters.Values.Keys)
            if (name is not (Enter or Leave)) return (null, $"a strategy has no '{name}': it has {Enter} and {Leave}");
        var (enter, leave) = (Values(parameters, Enter, strategy.Enter), Values(parameters, Leave, strategy.Leave));
        if (enter is null || leave is null) return (null, $"candidates are 1 to {MostOfEach} numbers from 0 up, with commas between them");
        var grid = from e in enter from l in leave where l < e select new Candidate(e, l);
        return grid.ToArray() is { Length: > 0 } some ? (new SearchSpace(some), "") : (null, $"no candidate leaves below where it enters");
    }

    /// <summary>All of them, or so many that the seed draws; drawn in an order in which a search that is cut short has seen a fair part.</summary>
    public IReadOnlyList<Candidate> Draw(long seed, int most)
    {
        var drawn = Grid.ToArray();
        var random = new SeededRandom((ulong)seed);
        for (var i = drawn.Length - 1; i > 0; i--)
        {
            var other = (int)(random.Next() % (ulong)(i + 1));
            (drawn[i], drawn[other]) = (drawn[other], drawn[i]);
        }
        return drawn[..Math.Min(Math.Max(most, 0), drawn.Length)];
    }

    private static SortedSet<double>? Values(NamedValues<string> parameters, string name, double own)
    {
        if (!parameters.Values.TryGetValue(name, out var text)) return [own];
        var values = new SortedSet<double>();
        foreach (var one in text.Split(','))
        {
            if (!double.TryParse(one, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value) || value < 0) return null;
            values.Add(value);
            if (values.Count > MostOfEach) return null;
        }
        return values;
    }
}
