using Noderr.Hosting;

namespace Noderr.Tests.Unit.Hosting;

public sealed class RefusedConfigurationTests
{
    private const string Btc = "symbol: BTC-USD, venue: ALPHA, tick: 0.01, lot: 0.0001";

    public static TheoryData<string, string> Table => new()
    {
        { "kafka.bootstrap.servers: nowhere", "kafka.bootstrap.servers: must be host:port, more of them separated by commas, was nowhere" },
        { "kafka.bootstrap.servers: 'a:1,b:70000'", "kafka.bootstrap.servers: must be host:port, more of them separated by commas, was a:1,b:70000" },
        { "kafka.security.protocol: tls", "kafka.security.protocol: must be one of plaintext ssl sasl-plaintext sasl-ssl, was tls" },
        { "kafka: { security.protocol: sasl-ssl, sasl.username: me }", "kafka.sasl.password: must be set for SASL, was missing" },
        { "kafka.sasl.username: me", "kafka.security.protocol: must be sasl-plaintext or sasl-ssl when there is a user, was plaintext" },
        { "kafka.sasl.mechanism: GSSAPI", "kafka.sasl.mechanism: must be one of PLAIN SCRAM-SHA-256 SCRAM-SHA-512, was GSSAPI" },
        { "kafka.topic.prefix: noderr", "kafka.topic.prefix: must be empty or names that end with a dot, was noderr" },
        { "kafka.schema.registry.url: ftp://a", "kafka.schema.registry.url: must be an http:// or https:// address, was ftp://a" },
        { "kafka.schema.registry.url: a b", "kafka.schema.registry.url: must be an address, was a b" },
        { "kafka.ssl.key.location: k.pem", "kafka.ssl.key.location: must be set together with ssl.certificate.location, was one of both" },
        { "http.port: 70000", "http.port: must be 0 to 65535, was 70000" },
        { "http.port: many", "http.port: must be a whole number, was many" },
        { "http.port: 1.5", "http.port: must be a whole number, was 1.5" },
        { "http.port: [1, 2]", "http.port.0: is no setting, the nearest is http.port, was unknown" },
        { "http.host: example.com", "http.host: must be localhost or an IP address, was example.com" },
        { "http.keys: [{ name: a, roles: [admin] }]", "http.keys.0.sha256: must be set, or else key, was neither" },
        { "http.keys: [{ name: a, sha256: abc, roles: [admin] }]", "http.keys.0.sha256: must be a SHA-256 in 64 lower-case hex digits, was abc" },
        { "http.keys: [{ name: a, key: open-sesame-open-sesame, roles: [admin] }]", "http.keys.0.key: must be a reference as ${env:NAME}; a key itself is kept as sha256, was ***" },
        { $"http.keys: [{{ name: a, sha256: {new string('0', 64)} }}]", "http.keys.0.roles: must have at least 1, was 0" },
        { $"http.keys: [{{ name: a, sha256: {new string('0', 64)}, roles: root }}]", "http.keys.0.roles: must be one of viewer trader risk admin, was root" },
        { "telemetry.log.level: loud", "telemetry.log.level: must be one of trace debug information warning error critical none, was loud" },
        { "kafka.bootsrap.servers: 'a:1'", "kafka.bootsrap.servers: is no setting, the nearest is kafka.bootstrap.servers, was unknown" },
        { "kafka.sasl.pasword: hunter2", "kafka.sasl.pasword: is no setting, the nearest is kafka.sasl.password, was unknown" },
        { "qwertyuiop.asdf: 1", "qwertyuiop.asdf: is no setting, was unknown" },
        { $"trading.instruments: [{{ {Btc}, tik: 1 }}]", "trading.instruments.0.tik: is no setting, the nearest is trading.instruments.0.tick, was unknown" },
        { "services: { feeture: {} }", "services.feeture: must be one of ingest feature strategy router executor risk compliance chaos trainer control venue, was unknown" },
        { "kafka: { topic.prefix: a., topic: { prefix: b. } }", "kafka.topic.prefix: must be set once in a layer, was set twice" },
        { "kafka.topic.prefix: ${nothing:a}", "kafka.topic.prefix: must refer to a secret that can be read (references begin with one of dapr env file), was ${nothing:a}" },
        { "kafka.topic.prefix: a${env:A}", "kafka.topic.prefix: must refer to a secret that can be read (a reference is the whole value, as ${env:NAME}), was a${env:A}" },
        { "- a\n- b", "noderr.yaml: must be a map of settings, was sequence" },
        { "only text", "noderr.yaml: must be a map of settings, was scalar" },
        { "a: 1\n---\nb: 2", "noderr.yaml: must be one YAML document, was 2" },
        { "trading.file: books.yaml", "books.yaml: must be a file that can be read, was not there" },
        { "trading.instruments: [{ symbol: BTC-USD, venue: ALPHA, tick: 0.01 }]", "trading.instruments.0.lot: must be set, was missing" },
        { "trading.instruments: [{ symbol: BTC-USD, venue: ALPHA, tick: 0, lot: 1 }]", "trading.instruments.0.tick: must be more than 0, was 0" },
        { "trading.instruments: [{ symbol: BTC-USD, venue: ALPHA, tick: 1e-2, lot: 1 }]", "trading.instruments.0.tick: must be a price of at most nine decimals, was 1e-2" },
        { "trading.instruments: [{ symbol: BTC USD, venue: ALPHA, tick: 1, lot: 1 }]", "trading.instruments.0.symbol: must be a name of letters, digits, dots, dashes, was BTC USD" },
        { "trading.instruments: [{ symbol: BTC-USD, venue: ALPHA, tick: 1, lot: 0.0000000001 }]", "trading.instruments.0.lot: must be a quantity of at most nine decimals, was 0.0000000001" },
        { $"trading.instruments: [{{ {Btc}, fee.millionths: -1 }}]", "trading.instruments.0.fee.millionths: must be 0 to 100000, was -1" },
        { $"trading.instruments: [{{ {Btc}, min.quantity: 0.00015 }}]", "trading.instruments.0.min.quantity: must be a multiple of the lot 0.0001, was 0.00015" },
        { $"trading.instruments: [{{ {Btc} }}, {{ {Btc} }}]", "trading.instruments: must name each instrument once, was BTC-USD@ALPHA" },
        { Book("kind: martingale"), "trading.books.0.strategies.0.kind: must be one of mean-reversion momentum, was martingale" },
        { Book("instruments: []"), "trading.books.0.strategies.0.instruments: must have at least 1, was 0" },
        { Book("instruments: [BTC-USD@ALHPA]"), "trading.books.0.strategies.0.instruments: must be an instrument, the nearest is BTC-USD@ALPHA, was BTC-USD@ALHPA" },
        { Book("instruments: [BTC-USD@ALPHA, BTC-USD@ALPHA]"), "trading.books.0.strategies.0.instruments: must name each instrument once, was BTC-USD@ALPHA" },
        { Book("size: 0.00005"), "trading.books.0.strategies.0.size: must be lots of 0.0001 of BTC-USD@ALPHA, at least 0.0001, was 0.00005" },
        { Book("enter: NaN"), "trading.books.0.strategies.0.enter: must be a number, was NaN" },
        { Book("leave: 2"), "trading.books.0.strategies.0.leave: must be less than enter 1, was 2" },
        { Book("", "max.order.notional: 600000"), "trading.books.0.limits.max.order.notional: must be at most max.position.notional 500000, was 600000" },
        { Book("", "max.open.orders: 0"), "trading.books.0.limits.max.open.orders: must be 1 to 100000, was 0" },
        { Book("", "stale.after: 5"), "trading.books.0.limits.stale.after: must be a duration as 250ms, 5s, 1m, was 5" },
        { Book("", "stale.after: 2h"), "trading.books.0.limits.stale.after: must be 1ms to 1h, was 2h" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Each_is_refused_in_words_that_name_setting_rule_and_value(string yaml, string expected)
    {
        using var given = new Given(yaml);
        Assert.Contains(expected, given.Violations().Select(v => v.ToString()));
    }

    [Theory]
    [InlineData("--sets", "a.b=c", "--sets")]
    [InlineData("--set", "nothing", "--set")]
    [InlineData("--password=hunter2", null, "--password")]
    public void Arguments_are_refused_without_showing_their_values(string first, string? second, string shown)
    {
        using var given = new Given();
        given.Arguments.Add(first);
        if (second is not null) given.Arguments.Add(second);
        Assert.Equal($"command line: must be --config FILE or --set name=value, was {shown}", given.Violations()[0].ToString());
    }

    [Theory]
    [InlineData("kafka:\n  a: [1\nb: 2", "noderr.yaml")]
    [InlineData("kafka:\n  a: 1\n b: 2", "noderr.yaml:3")]
    [InlineData("a: 1\na: 2", "noderr.yaml:2")]
    [InlineData("a: *nowhere", "noderr.yaml:1")]
    public void Broken_yaml_is_refused_with_its_place(string yaml, string origin)
    {
        using var given = new Given(yaml);
        var violation = Assert.Single(given.Violations());
        Assert.StartsWith("noderr.yaml: must be YAML, was", violation.ToString(), StringComparison.Ordinal);
        Assert.Equal(origin, violation.Origin);
    }

    [Fact]
    public async Task All_of_them_are_logged_at_once_and_the_exit_code_is_2()
    {
        using var given = new Given("http.port: 70000\nkafka.bootstrap.servers: x\ntelemetry.log.level: loud");
        var built = false;
        Assert.Equal(2, await NoderrService.RunAsync("feature", given.Surroundings, _ => built = true, CancellationToken.None));
        Assert.False(built);
        var lines = given.Log.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.Contains("http.port: must be 0 to 65535, was 70000 (noderr.yaml:1)", given.Log.ToString(), StringComparison.Ordinal);
    }

    private static readonly string[] strategyAsItShouldBe = ["name: one", "kind: momentum", "instruments: [BTC-USD@ALPHA]", "size: 0.05", "enter: 1", "leave: 0.5"];

    /// <summary>One book with one strategy, in which one thing is otherwise.</summary>
    private static string Book(string strategy, string limits = "")
    {
        var name = strategy.Split(':')[0] + ":";
        var fields = strategyAsItShouldBe.Where(f => !f.StartsWith(name, StringComparison.Ordinal)).Append(strategy).Where(f => f.Length > 0);
        return $$"""
            trading:
              instruments: [{ {{Btc}} }]
              books:
                - name: main
                  limits: { {{limits}} }
                  strategies:
                    - { {{string.Join(", ", fields)}} }
            """;
    }
}
