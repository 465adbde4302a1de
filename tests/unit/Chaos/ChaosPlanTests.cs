using Noderr.Chaos;
using Noderr.Domain.Numbers;

namespace Noderr.Tests.Unit.Chaos;

public sealed class ChaosPlanTests
{
    private static readonly Timestamp Noon = Timestamp.FromMilliseconds(1_764_000_000_000);

    private static readonly ChaosRule Rule = new() { Targets = ["risk", "router"], Rest = TimeSpan.FromSeconds(30), Most = 3, Within = TimeSpan.FromHours(1) };

    [Theory]
    [InlineData("risk", false, 31, 0, Refusal.None)]
    [InlineData("", false, 31, 0, Refusal.None)]
    [InlineData("control", false, 31, 0, Refusal.UnknownTarget)]
    [InlineData("Risk", false, 31, 0, Refusal.UnknownTarget)]
    [InlineData("risk", true, 31, 0, Refusal.OneIsRunning)]
    [InlineData("router", true, 31, 0, Refusal.OneIsRunning)]
    [InlineData("risk", false, 29, 0, Refusal.TooSoon)]
    [InlineData("risk", false, 30, 0, Refusal.None)]
    [InlineData("risk", false, 31, 2, Refusal.None)]
    [InlineData("risk", false, 31, 3, Refusal.TooMany)]
    public void An_experiment_may_start_or_not(string target, bool isRunning, int secondsOfRest, int startsInTheHour, Refusal expected) =>
        Assert.Equal(expected, ChaosPlan.Judge(
            Rule, target, isRunning, Noon, [.. Enumerable.Repeat(Noon, startsInTheHour), Noon + TimeSpan.FromHours(-2)], Noon + TimeSpan.FromSeconds(secondsOfRest)));

    [Fact]
    public void Without_targets_nothing_is_hit() => Assert.Equal(Refusal.NoTargets, ChaosPlan.Judge(new ChaosRule(), "", false, new(0), [], Noon));

    [Fact]
    public void What_is_chosen_depends_on_the_number_alone_and_reaches_all()
    {
        var chosen = Enumerable.Range(1, 200).Select(n => ChaosPlan.Choose(Rule, n)).ToList();
        Assert.Equal(chosen, Enumerable.Range(1, 200).Select(n => ChaosPlan.Choose(Rule with { Targets = ["router", "risk"] }, n)));
        Assert.All(Rule.Targets, target => Assert.InRange(chosen.Count(c => c == target), 60, 140));
    }
}
