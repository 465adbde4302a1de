namespace Noderr.Tests.Broker.Bench;

/// <summary>The figures of one line, a list for each broker: what is shown is the median of the rounds.</summary>
public sealed class Figure(string name, string unit, bool moreIsBetter)
{
    private readonly Dictionary<string, List<double>> _values = [];

    public string Name => name;

    public string Unit => unit;

    public double? Goal { get; init; }

    public void Add(string broker, double value)
    {
        if (!_values.TryGetValue(broker, out var values))
            _values[broker] = values = [];
        values.Add(value);
    }

    public double? Median(string broker) =>
        _values.GetValueOrDefault(broker) is { } values ? values.Order().Skip((values.Count - 1) / 2).Take(2 - values.Count % 2).Average() : null;

    /// <summary>How many times as good the first is as the second: above 1 it is ahead, whatever the unit.</summary>
    public double? Ratio(string first, string second) => (Median(first), Median(second)) switch
    {
        ({ } a, { } b) when a > 0 && b > 0 => moreIsBetter ? a / b : b / a,
        _ => null,
    };

    public bool Misses(string broker) => Goal is { } goal && Median(broker) is { } value && (moreIsBetter ? value < goal : value > goal);
}

/// <summary>The figures in the order in which they were first asked for.</summary>
public sealed class Figures
{
    private readonly List<Figure> _figures = [];

    public IReadOnlyList<Figure> All => _figures;

    public Figure Get(string name, string unit, bool moreIsBetter, double? goal = null)
    {
        if (_figures.Find(f => f.Name == name) is { } known)
            return known;
        var figure = new Figure(name, unit, moreIsBetter) { Goal = goal };
        _figures.Add(figure);
        return figure;
    }
}
