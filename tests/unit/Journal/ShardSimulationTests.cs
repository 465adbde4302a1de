namespace Noderr.Tests.Unit.Journal;

public sealed class ShardSimulationTests
{
    private static readonly int Schedules = int.TryParse(Environment.GetEnvironmentVariable("NODERR_SCHEDULES"), out var n) ? n : 5000;

    [Fact]
    public void Every_schedule_leaves_each_decision_once_in_order_and_lets_no_dropped_effect_go()
    {
        var (counted, leases, dropped, released) = (0L, 0L, 0L, 0L);
        for (var seed = 0; seed < Schedules; seed++)
        {
            var simulation = new ShardSimulation(seed);
            simulation.Run(steps: 600);
            if (simulation.Verdict() is { } problem) Assert.Fail($"seed {seed}: {problem}");
            var activity = simulation.Activity;
            (counted, leases, dropped, released) = (counted + activity.Counted, leases + activity.Leases, dropped + activity.Dropped, released + activity.Released);
        }
        TestContext.Current.SendDiagnosticMessage($"{Schedules} schedules: {counted} entries count, {leases} of them leases; {dropped} are dropped; {released} effects were let go");
        Assert.True(leases > Schedules && dropped > Schedules && released > Schedules, $"too little happened: {counted}, {leases}, {dropped}, {released}");
    }

    [Fact]
    public void A_broken_fence_is_found_out()
    {
        var found = Enumerable.Range(0, 200).Count(seed =>
        {
            var simulation = new ShardSimulation(seed, brokenFence: true);
            simulation.Run(steps: 600);
            return simulation.Verdict() is { } problem && problem.Contains("was let go, and readers drop it", StringComparison.Ordinal);
        });
        Assert.True(found > 0, "200 schedules without a fence, and nothing was noticed");
    }
}
