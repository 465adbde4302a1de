namespace Noderr.Tests.Bench;

/// <summary>One line of the table: what was measured, round by round.</summary>
internal sealed record Figure(string Name, string Unit, bool MoreIsBetter, IReadOnlyList<double> Rounds)
{
    public double Best => MoreIsBetter ? Rounds.Max() : Rounds.Min();

    public double Median => Rounds.Order().ElementAt(Rounds.Count / 2);
}
