namespace Noderr.Tests.Bench;

/// <summary>
/// Something to measure. A new line is one more <see cref="Line"/> in Program.cs: a function that does the work once and answers with one number
/// for each of its figures.
/// </summary>
/// <param name="Name">What <c>--only</c> picks it by.</param>
internal sealed record Line(string Name, IReadOnlyList<(string Name, string Unit, bool MoreIsBetter)> Figures, Func<double[]> Measure)
{
    /// <summary>The first round is not counted: in it the just-in-time compiler works.</summary>
    public IEnumerable<Figure> Run(int rounds, Action<int> told)
    {
        Measure();
        var measured = new double[rounds][];
        for (var round = 0; round < rounds; round++)
        {
            told(round + 1);
            measured[round] = Measure();
        }
        return Figures.Select((f, i) => new Figure(f.Name, f.Unit, f.MoreIsBetter, [.. measured.Select(m => m[i])]));
    }
}
