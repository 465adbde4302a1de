using Noderr.Hosting.Configuration;

namespace Noderr.Tests.Unit.Hosting;

public sealed class ConfigurationLayerTests
{
    [Fact]
    public void Without_anything_the_defaults_hold()
    {
        using var given = new Given();
        Assert.Equal("127.0.0.1:9092", given.Service().Kafka.BootstrapServers);
    }

    [Fact]
    public void Each_layer_covers_the_one_before()
    {
        using var given = new Given("kafka: { bootstrap.servers: 'file:1' }");
        Assert.Equal("file:1", given.Service().Kafka.BootstrapServers);
        given.Write("noderr.yaml", "kafka: { bootstrap.servers: 'file:1' }\nservices: { feature: { kafka: { bootstrap.servers: 'own:1' } }, risk: { kafka: { bootstrap.servers: 'other:1' } } }");
        Assert.Equal("own:1", given.Service().Kafka.BootstrapServers);
        given.Variables["NODERR__KAFKA__BOOTSTRAP_SERVERS"] = "variable:1";
        Assert.Equal("variable:1", given.Service().Kafka.BootstrapServers);
        given.Set("kafka.bootstrap.servers=argument:1");
        Assert.Equal("argument:1", given.Service().Kafka.BootstrapServers);
    }

    [Theory]
    [InlineData("kafka: { bootstrap.servers: 'a:1' }")]
    [InlineData("kafka.bootstrap.servers: 'a:1'")]
    [InlineData("kafka: { bootstrap: { servers: 'a:1' } }")]
    public void Dots_and_nesting_mean_the_same(string yaml)
    {
        using var given = new Given(yaml);
        Assert.Equal("a:1", given.Service().Kafka.BootstrapServers);
    }

    [Fact]
    public void The_file_may_be_named_and_then_must_be_there()
    {
        using var given = new Given();
        given.Write("other.yaml", "kafka.topic.prefix: other.");
        given.Arguments.AddRange(["--config", "other.yaml"]);
        Assert.Equal("other.", given.Service().Kafka.TopicPrefix);
        given.Arguments[^1] = "none.yaml";
        Assert.Equal("none.yaml: must be a file that can be read, was not there", Assert.Single(given.Violations()).ToString());
    }

    [Fact]
    public void Lists_can_be_written_in_one_line_and_replaced_item_by_item()
    {
        using var given = new Given($"http.keys: [{{ name: a, sha256: {new string('a', 64)}, roles: [viewer, trader] }}]");
        Assert.Equal(["viewer", "trader"], given.Service().Http.Keys[0].Roles);
        given.Set("http.keys.0.roles.1=risk");
        Assert.Equal(["viewer", "risk"], given.Service().Http.Keys[0].Roles);
        given.Arguments.Clear();
        given.Set("http.keys.0.roles=admin");
        Assert.Equal(["admin"], given.Service().Http.Keys[0].Roles);
    }

    [Fact]
    public void A_service_has_a_section_of_its_own_that_the_others_leave_alone()
    {
        using var given = new Given("feature: { window: 3s }\nrisk: { whatever: 1 }");
        Assert.Equal(TimeSpan.FromSeconds(3), given.Service("feature", Section.Of<Own>("feature")).Configuration.Of<Own>().Current.Window);
        Assert.Equal("risk.whatever: is no setting, was unknown", Assert.Throws<InvalidConfigurationException>(() => given.Service("risk", Section.Of<Own>("risk"))).Violations[0].ToString());
    }

    [Theory]
    [InlineData("1us", 10)]
    [InlineData("1.5ms", 15_000)]
    [InlineData("2s", 20_000_000)]
    [InlineData("1m", 600_000_000)]
    [InlineData("1h", 36_000_000_000)]
    [InlineData("1d", 864_000_000_000)]
    public void Durations_have_units(string text, long ticks)
    {
        Assert.Equal(ticks, Duration.Parse(text).Ticks);
        Assert.Equal(Duration.Parse(text), Duration.Parse(Duration.Format(Duration.Parse(text))));
    }

    private sealed record Own
    {
        [Setting("how far back it looks", Live = true), Lasts("1s", "1m")]
        public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(10);
    }
}
