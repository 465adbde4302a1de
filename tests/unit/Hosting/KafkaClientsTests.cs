using Confluent.Kafka;
using Noderr.Hosting.Kafka;
using Noderr.Hosting.Secrets;

namespace Noderr.Tests.Unit.Hosting;

public sealed class KafkaClientsTests
{
    [Theory]
    [InlineData(KafkaProfile.Latency)]
    [InlineData(KafkaProfile.Durable)]
    [InlineData(KafkaProfile.Bulk)]
    public void No_profile_loses_or_doubles_a_record(KafkaProfile profile)
    {
        var producer = new KafkaSettings().Producer(profile, "test");
        Assert.Equal((Acks.All, true), (producer.Acks, producer.EnableIdempotence));
        Assert.InRange(producer.MaxInFlight!.Value, 1, 5);
        var reader = new KafkaSettings().Reader(profile, "test");
        Assert.Equal((false, false, AutoOffsetReset.Error, true), (reader.EnableAutoCommit, reader.EnableAutoOffsetStore, reader.AutoOffsetReset, reader.EnablePartitionEof));
    }

    [Fact]
    public void Latency_waits_for_nothing_and_bulk_fills_batches()
    {
        var settings = new KafkaSettings();
        Assert.Equal((0, 20), (settings.Producer(KafkaProfile.Latency, "a").LingerMs, settings.Producer(KafkaProfile.Bulk, "a").LingerMs));
        Assert.True(settings.Reader(KafkaProfile.Latency, "a").FetchWaitMaxMs < settings.Reader(KafkaProfile.Bulk, "a").FetchWaitMaxMs);
    }

    [Theory]
    [InlineData(KafkaProfile.Latency)]
    [InlineData(KafkaProfile.Durable)]
    [InlineData(KafkaProfile.Bulk)]
    public void The_client_library_takes_every_profile(KafkaProfile profile)
    {
        var settings = new KafkaSettings { BootstrapServers = "127.0.0.1:1" };
        using var producer = new ProducerBuilder<byte[], byte[]>(settings.Producer(profile, "test")).SetLogHandler((_, _) => { }).Build();
        using var reader = new ConsumerBuilder<byte[], byte[]>(settings.Reader(profile, "test")).SetLogHandler((_, _) => { }).Build();
        using var member = new ConsumerBuilder<byte[], byte[]>(settings.Member("group", "test")).SetLogHandler((_, _) => { }).Build();
        Assert.NotNull(producer.Name);
    }

    [Fact]
    public void Credentials_and_authorities_reach_the_client()
    {
        var settings = new KafkaSettings { SecurityProtocol = Protocol.SaslSsl, SaslMechanism = "PLAIN", SaslUsername = "me", SaslPassword = new Secret("hunter2"), SslCaLocation = "ca.pem" };
        var config = settings.Reader(KafkaProfile.Durable, "test");
        Assert.Equal((SecurityProtocol.SaslSsl, SaslMechanism.Plain, "me", "hunter2", "ca.pem"), (config.SecurityProtocol, config.SaslMechanism, config.SaslUsername, config.SaslPassword, config.SslCaLocation));
        Assert.Equal("noderr.market", settings.Topic("market"));
    }
}
