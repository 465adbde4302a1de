using System.Collections.Immutable;
using Noderr.Domain.Books;
using Noderr.Domain.Numbers;
using Noderr.Hosting.Configuration;
using Noderr.Hosting.Trading;

namespace Noderr.Tests.Unit.Hosting;

public sealed class RuntimeSettingsTests
{
    private const string Yaml = """
        trading:
          instruments: [ { symbol: BTC-USD, venue: ALPHA, tick: 0.01, lot: 0.0001 } ]
          books:
            - name: main
              limits: { max.order.notional: 1000, max.position.notional: 5000, max.exposure: 20000 }
        """;

    [Fact]
    public void What_is_set_for_one_service_goes_before_what_is_set_for_all()
    {
        var all = new Dictionary<string, string> { ["telemetry.log.level"] = "warning", ["services.risk.telemetry.log.level"] = "debug" };
        Assert.Equal("debug", RuntimeSettings.For("risk", all)["telemetry.log.level"]);
        Assert.Equal("warning", RuntimeSettings.For("router", all)["telemetry.log.level"]);
    }

    [Theory]
    [InlineData("telemetry.log.level=warning")]
    [InlineData("services.risk.telemetry.log.level=debug")]
    [InlineData("trading.books.0.limits.max.open.orders=7")]
    [InlineData("trading.books.0.limits.max.exposure=30000", "trading.books.0.limits.max.position.notional=25000")]
    public void What_may_change_is_taken(params string[] settings) => Assert.Empty(Check(settings));

    [Theory]
    [InlineData("telemetry.log.level=loud", "telemetry.log.level: must be one of")]
    [InlineData("trading.books.0.limits.max.order.notional=6000", "trading.books.0.limits.max.order.notional: must be at most max.position.notional 5000, was 6000")]
    [InlineData("trading.books.0.limits.max.open.orders=0", "trading.books.0.limits.max.open.orders: must be")]
    [InlineData("trading.books.0.limits.reservation.lasts=2m", "trading.books.0.limits.reservation.lasts: must not change at run time, a restart is needed, was 2m")]
    [InlineData("trading.books.0.limits.max.open.order=7", "trading.books.0.limits.max.open.order: is no setting, the nearest is trading.books.0.limits.max.open.orders")]
    [InlineData("trading.books.1.limits.max.open.orders=7", "trading.books.1.name: must be set, was missing")]
    [InlineData("http.port=1", "http.port: must not change at run time")]
    [InlineData("services.riks.telemetry.log.level=debug", "services.riks: must be one of ingest")]
    [InlineData("services.risk.http.port=1", "http.port: must not change at run time")]
    [InlineData("services.risk=debug", "services.risk: is no setting")]
    public void What_does_not_fit_is_refused_with_the_reason(string setting, string reason) => Assert.Contains(Check(setting), v => v.ToString().StartsWith(reason, StringComparison.Ordinal));

    [Fact]
    public void A_books_limits_follow_what_concerns_them_and_go_back()
    {
        var file = new Limits { MaxOpenOrders = 50 };
        Assert.Equal(7, file.Under(0, Values("trading.books.0.limits.max.open.orders=7", "telemetry.log.level=debug")).MaxOpenOrders);
        Assert.Equal(file, file.Under(0, Values("trading.books.1.limits.max.open.orders=7")));
        Assert.Equal(file, file.Under(0, Values()));
        Assert.Equal(Money.Parse("3000000"), file.Under(0, Values("trading.books.0.limits.max.exposure=3000000")).MaxExposure);
    }

    [Fact]
    public void A_change_that_does_not_fit_the_file_any_more_leaves_the_files_limits()
    {
        var file = new Limits { MaxPositionNotional = Money.Parse("200000") };
        Assert.Equal(file, file.Under(0, Values("trading.books.0.limits.max.order.notional=300000", "trading.books.0.limits.max.open.orders=7")));
    }

    private static IReadOnlyList<Violation> Check(params string[] settings)
    {
        using var given = new Given(Yaml);
        return RuntimeSettings.Check(given.Service("control").Configuration, Values(settings));
    }

    private static ImmutableSortedDictionary<string, string> Values(params string[] settings) =>
        settings.Select(s => s.Split('=')).ToImmutableSortedDictionary(s => s[0], s => s[1], StringComparer.Ordinal);
}
