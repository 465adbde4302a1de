using Microsoft.Extensions.Logging;
using Noderr.Hosting;
using Noderr.Hosting.Configuration;

namespace Noderr.Tests.Unit.Hosting;

public sealed class HotSwapTests
{
    [Fact]
    public void A_change_makes_the_next_version_and_taking_it_back_makes_another()
    {
        using var given = new Given();
        var store = given.Service().Configuration;
        var telemetry = store.Of<TelemetrySettings>();
        Assert.Equal((1, LogLevel.Information), (telemetry.Version, telemetry.Current.LogLevel));
        Assert.Empty(store.Apply(Level("debug")));
        Assert.Equal((2, LogLevel.Debug), (telemetry.Version, telemetry.Current.LogLevel));
        Assert.Empty(store.Apply(new Dictionary<string, string>()));
        Assert.Equal((3, LogLevel.Information), (telemetry.Version, telemetry.Current.LogLevel));
    }

    [Fact]
    public void What_is_invalid_changes_nothing_and_says_why()
    {
        using var given = new Given();
        var store = given.Service().Configuration;
        var before = store.Current;
        var told = 0;
        store.OnChange((_, _) => told++);
        var violations = store.Apply(new Dictionary<string, string> { ["telemetry.log.level"] = "loud", ["http.prot"] = "1" });
        Assert.Equal(2, violations.Count);
        Assert.Same(before, store.Current);
        Assert.Equal(0, told);
    }

    [Fact]
    public void A_setting_that_is_read_once_does_not_pretend_to_change()
    {
        using var given = new Given();
        var store = given.Service().Configuration;
        Assert.Equal("http.port: must not change at run time, a restart is needed, was 99", Assert.Single(store.Apply(new Dictionary<string, string> { ["http.port"] = "99" })).ToString());
        Assert.Equal(1, store.Current.Version);
    }

    [Fact]
    public void Runtime_settings_cannot_read_this_machine()
    {
        using var given = new Given();
        given.Variables["LEVEL"] = "debug";
        Assert.Contains("must not be a reference at run time", Assert.Single(given.Service().Configuration.Apply(Level("${env:LEVEL}"))).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Listeners_hear_of_their_section_only_and_one_that_fails_keeps_nobody_back()
    {
        using var given = new Given();
        var store = given.Service("feature", Section.Of<Pair>("feature")).Configuration;
        var heard = new List<string>();
        store.Of<TelemetrySettings>().OnChange((_, next) => throw new InvalidOperationException("cannot follow"));
        store.Of<TelemetrySettings>().OnChange((before, next) => heard.Add($"{before.LogLevel} {next.LogLevel}"));
        var pair = store.Of<Pair>().OnChange((before, next) => heard.Add($"{before.A} {next.A}"));
        Assert.Throws<AggregateException>(() => store.Apply(Level("debug")));
        Assert.Equal(["Information Debug"], heard);
        pair.Dispose();
        store.Apply(new Dictionary<string, string> { ["telemetry.log.level"] = "debug", ["feature.a"] = "5", ["feature.b"] = "5" });
        Assert.Single(heard);
    }

    [Fact]
    public async Task Readers_never_see_half_a_change()
    {
        using var given = new Given();
        var store = given.Service("feature", Section.Of<Pair>("feature")).Configuration;
        var pair = store.Of<Pair>();
        var done = false;
        var reader = Task.Run(() =>
        {
            var seen = 0L;
            while (!Volatile.Read(ref done))
            {
                var now = pair.Current;
                Assert.Equal(now.A, now.B);
                seen = Math.Max(seen, now.A);
            }
            return seen;
        }, TestContext.Current.CancellationToken);
        for (var i = 1; i <= 500; i++) Assert.Empty(store.Apply(new Dictionary<string, string> { ["feature.a"] = $"{i}", ["feature.b"] = $"{i}" }));
        Volatile.Write(ref done, true);
        await reader;
        Assert.Equal(501, store.Current.Version);
    }

    private static Dictionary<string, string> Level(string level) => new() { ["telemetry.log.level"] = level };

    private sealed record Pair
    {
        [Setting("one", Live = true)]
        public long A { get; init; }

        [Setting("the other", Live = true)]
        public long B { get; init; }
    }
}
