using Microsoft.Extensions.DependencyInjection;
using Noderr.Domain.Events;
using Noderr.Hosting;
using Noderr.Hosting.Journals;
using Noderr.Risk;
using Noderr.Tests.Unit.Trading;

namespace Noderr.Tests.Unit.Control;

/// <summary>noderr config against all services: what is changed, who follows, and what is refused.</summary>
public sealed class RuntimeConfigurationTests
{
    private const string MostOrders = "trading.books.0.limits.max.open.orders";

    [Fact]
    public async Task A_change_is_followed_kept_over_a_restart_and_rolled_back()
    {
        await using var desk = await RunningDesk.Start("ingest.source=none");
        await RunningDesk.Until(() => Limits(desk) == 50, "risk does not own its book");
        await ControlOwns(desk);

        var set = await desk.Noderr("config", "set", $"{MostOrders}=7", "telemetry.log.level=error", "services.risk.telemetry.log.level=debug", "--reason", "drill");
        Assert.Equal((0, $"version 1:\n  services.risk.telemetry.log.level=debug\n  telemetry.log.level=error\n  {MostOrders}=7\n"), (set.Code, set.Output));
        await RunningDesk.Until(() => Limits(desk) == 7, "risk does not follow");
        await RunningDesk.Until(() => Level(desk, "router") == "Error" && Level(desk, "risk") == "Debug", "the services do not follow");

        var refused = await desk.Noderr("config", "set", $"{MostOrders}=8", "http.port=1");
        Assert.Equal((2, "noderr config set: http.port: must not change at run time, a restart is needed, was 1\n"), (refused.Code, refused.Error));

        await desk.Restart();
        await RunningDesk.Until(() => Limits(desk) == 7 && Level(desk, "router") == "Error", "the change is lost by a restart");
        await ControlOwns(desk);

        Assert.Equal(0, (await desk.Noderr("config", "unset", MostOrders)).Code);
        await RunningDesk.Until(() => Limits(desk) == 50, "risk does not go back");
        Assert.Equal(0, (await desk.Noderr("config", "rollback", "1")).Code);
        await RunningDesk.Until(() => Limits(desk) == 7, "risk does not follow the rollback");
        Assert.Equal("version 4: nothing is changed at run time\n", (await desk.Noderr("config", "rollback", "0")).Output);

        var unknown = await desk.Noderr("config", "rollback", "9");
        Assert.Equal((2, "noderr config rollback: there is no version 9; kept are 1 to 4, and 0\n"), (unknown.Code, unknown.Error));
        var history = (await desk.Noderr("config", "history")).Lines;
        Assert.StartsWith("version 4  ", history[0], StringComparison.Ordinal);
        Assert.Contains(history, line => line.StartsWith("version 1  ", StringComparison.Ordinal) && line.EndsWith("  local  drill", StringComparison.Ordinal));
        var shown = await desk.Noderr("config", "get", MostOrders);
        Assert.Contains("50", shown.Output, StringComparison.Ordinal);
        Assert.Contains("live", shown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changes_made_at_the_same_time_are_all_kept()
    {
        await using var desk = await RunningDesk.Start("ingest.source=none");
        await ControlOwns(desk);
        string[] names = ["max.open.orders=7", "max.exposure=3000000", "collar.millionths=30000", "stale.after=4s"];
        var ran = await Task.WhenAll(names.Select(n => desk.Noderr("config", "set", $"trading.books.0.limits.{n}")));
        Assert.All(ran, r => Assert.Equal(0, r.Code));
        var all = await desk.Noderr("config", "get", "trading.books.0.limits", "--json");
        Assert.Contains("\"version\":4", all.Output, StringComparison.Ordinal);
        var newest = (await desk.Noderr("config", "history")).Lines[1..5];
        Assert.Equal(names.Order(StringComparer.Ordinal).Select(n => $"  trading.books.0.limits.{n}"), newest);
    }

    private static Task ControlOwns(RunningDesk desk) =>
        RunningDesk.Until(() => desk.Noderr("config", "history").GetAwaiter().GetResult().Code == 0, "control does not own its journal");

    private static int? Limits(RunningDesk desk) =>
        desk.Desk["risk"].Provider.GetRequiredService<ShardOwner<RiskEvent>>().Look(0, (RiskDecider r) => (int?)r.Limits.MaxOpenOrders);

    private static string Level(RunningDesk desk, string service) => desk.Desk[service].Configuration.Current.Section<TelemetrySettings>().LogLevel.ToString();
}
