using System.Net;
using Confluent.Kafka;
using Confluent.SchemaRegistry;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Noderr.Contracts.Chaos.V1;
using Noderr.Contracts.Compliance.V1;
using Noderr.Contracts.Control.V1;
using Noderr.Contracts.Executions.V1;
using Noderr.Contracts.Features.V1;
using Noderr.Contracts.Framing;
using Noderr.Contracts.Market.V1;
using Noderr.Contracts.Models.V1;
using Noderr.Contracts.Orders.V1;
using Noderr.Contracts.Registry;
using Noderr.Contracts.Risk.V1;
using Noderr.Contracts.Signals.V1;
using Noderr.Journal.Entries;

namespace Noderr.Tests.Unit.Contracts.Registry;

public sealed class ProtobufSerializerTests(RunningRegistry running) : IClassFixture<RunningRegistry>, IDisposable
{
    private readonly CachedSchemaRegistryClient registry = running.Client();

    public void Dispose() => registry.Dispose();

    [Fact]
    public async Task Every_journal_is_registered_with_its_imports_and_reads_back()
    {
        await RoundTrip("all.market", new MarketEntry { Events = { new MarketEvent { Instrument = "A@B", Quote = new Quote { Bid = 5 } } } });
        await RoundTrip("all.features", new FeaturesEntry { Events = { new FeaturesEvent { Mid = 1.5 } } });
        await RoundTrip("all.signals", new SignalsEntry { Events = { new SignalsEvent { Quantity = 1 } } });
        await RoundTrip("all.orders", new OrdersEntry { Events = { new OrdersEvent { Created = new OrderCreated() } } });
        await RoundTrip("all.executions", new ExecutionsEntry { Events = { new ExecutionsEvent { Filled = new OrderFilled { Trade = 7 } } } });
        await RoundTrip("all.risk", new RiskEntry { Events = { new RiskEvent { Halted = new TradingHalted() } } });
        await RoundTrip("all.control", new ControlEntry { Events = { new ControlEvent { ConfigurationChanged = new ConfigurationChanged { Values = { ["a"] = "b" } } } } });
        await RoundTrip("all.compliance", new ComplianceEntry { Events = { new ComplianceEvent { Hash = ByteString.CopyFrom(1, 2) } } });
        await RoundTrip("all.chaos", new ChaosEntry { Events = { new ChaosEvent { Experiment = "x" } } });
        await RoundTrip("all.models", new ModelsEntry { Events = { new ModelsEvent { Completed = new TrainingCompleted { Best = { ["lr"] = 0.1 } } } } });

        var market = await registry.GetLatestSchemaAsync("all.market-value");
        Assert.Equal(["noderr/journal/v1/journal.proto", "noderr/types/v1/types.proto"], market.References.Select(r => r.Subject).Order());
        Assert.Contains("message MarketEntry {", market.SchemaString);
        Assert.Contains("message LeaseTaken {", (await registry.GetLatestSchemaAsync("noderr/journal/v1/journal.proto")).SchemaString);
    }

    [Fact]
    public async Task A_message_that_is_not_the_first_of_its_file_is_found()
    {
        var framed = await new ProtobufSerializer<Quote>(registry).SerializeAsync(new Quote { Ask = 3 }, Value("inner"));
        Assert.Equal([2], MessagePath.Read(RegistryFrame.Read(framed).Path));
        Assert.Equal(3, (await Read<Quote>(framed)).Ask);
        var refused = await Assert.ThrowsAsync<EntryFormatException>(() => Read<Trade>(framed));
        Assert.Contains("leads to message [2] of schema", refused.Message);
        refused = await Assert.ThrowsAsync<EntryFormatException>(() => Read<OrdersEntry>(framed));
        Assert.Contains("has no message noderr.orders.v1.OrdersEntry", refused.Message);
    }

    [Fact]
    public async Task Subjects_follow_the_strategy()
    {
        var config = new ProtobufSerializerConfig { SubjectNameStrategy = SubjectNameStrategy.TopicRecord, ReferenceSubjectNameStrategy = ReferenceSubjectNameStrategy.Qualified };
        await new ProtobufSerializer<MarketEntry>(registry, config).SerializeAsync(new MarketEntry(), Value("strategy"));
        var subjects = await registry.GetAllSubjectsAsync();
        Assert.Contains("strategy-noderr.market.v1.MarketEntry", subjects);
        Assert.Contains("noderr.types.v1.types", subjects);
    }

    [Fact]
    public async Task Without_leave_to_register_an_unknown_message_is_refused()
    {
        var serializer = new ProtobufSerializer<MarketEntry>(registry, new ProtobufSerializerConfig { AutoRegisterSchemas = false });
        var refused = await Assert.ThrowsAsync<SchemaRegistryException>(() => serializer.SerializeAsync(new MarketEntry(), Value("never")));
        Assert.Equal(HttpStatusCode.NotFound, refused.Status);
        Assert.DoesNotContain("never-value", await registry.GetAllSubjectsAsync());
    }

    [Fact]
    public async Task The_latest_version_lends_its_id()
    {
        var id = await registry.RegisterSchemaAsync("latest-value", new Schema("syntax = \"proto3\"; package noderr.market.v1; message MarketEntry { int64 other = 9; }", SchemaType.Protobuf));
        var config = new ProtobufSerializerConfig { AutoRegisterSchemas = false, UseLatestVersion = true };
        var framed = await new ProtobufSerializer<MarketEntry>(registry, config).SerializeAsync(new MarketEntry(), Value("latest"));
        Assert.Equal(id, RegistryFrame.Read(framed).SchemaId);
        Assert.Throws<ArgumentException>(() => new ProtobufSerializer<MarketEntry>(registry, new ProtobufSerializerConfig { UseLatestVersion = true }));
    }

    [Fact]
    public async Task An_incompatible_change_is_refused()
    {
        await new ProtobufSerializer<MarketEntry>(registry).SerializeAsync(new MarketEntry(), Value("strict"));
        var registered = await registry.GetLatestSchemaAsync("strict-value");
        var changed = new Schema(registered.SchemaString.Replace("int64 bid = 1;", "string bid = 1;"), registered.References, SchemaType.Protobuf);
        Assert.NotEqual(registered.SchemaString, changed.SchemaString);
        var refused = await Assert.ThrowsAsync<SchemaRegistryException>(() => registry.RegisterSchemaAsync("strict-value", changed));
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);

        var extended = new Schema(registered.SchemaString.Replace("int64 bid = 1;", "int64 bid = 1; int64 venue_time = 9;"), registered.References, SchemaType.Protobuf);
        Assert.NotEqual(registered.Id, await registry.RegisterSchemaAsync("strict-value", extended));
    }

    [Fact]
    public async Task Googles_own_files_are_no_references()
    {
        await new ProtobufSerializer<Google.Protobuf.WellKnownTypes.Type>(registry).SerializeAsync(new Google.Protobuf.WellKnownTypes.Type(), Value("known"));
        Assert.Empty((await registry.GetLatestSchemaAsync("known-value")).References);
    }

    [Fact]
    public void Settings_have_confluents_names()
    {
        var config = new ProtobufSerializerConfig(new Dictionary<string, string> { ["protobuf.serializer.auto.register.schemas"] = "false", ["protobuf.serializer.subject.name.strategy"] = "Record" });
        Assert.Equal((false, SubjectNameStrategy.Record), (config.AutoRegisterSchemas, config.SubjectNameStrategy));
        Assert.Throws<ArgumentException>(() => new ProtobufSerializerConfig(new Dictionary<string, string> { ["avro.serializer.buffer.bytes"] = "1" }));
    }

    [Theory]
    [InlineData("0100000001000801", "begins with 0")]
    [InlineData("007FFFFFFF000801", "the registry has no schema 2147483647")]
    public async Task A_record_that_is_none_is_poison(string hex, string fault) =>
        Assert.Contains(fault, (await Assert.ThrowsAsync<EntryFormatException>(() => Read<MarketEntry>(Convert.FromHexString(hex)))).Message);

    private static SerializationContext Value(string topic) => new(MessageComponentType.Value, topic);

    private Task<T> Read<T>(byte[] framed)
        where T : class, IMessage<T>, new() => new ProtobufDeserializer<T>(registry).DeserializeAsync(framed, false, Value("any"));

    private async Task RoundTrip<T>(string topic, T message)
        where T : class, IMessage<T>, new()
    {
        var framed = await new ProtobufSerializer<T>(registry).SerializeAsync(message, Value(topic));
        Assert.Equal(message, await Read<T>(framed));
        Assert.Equal(message, await new ProtobufDeserializer<T>().DeserializeAsync(framed, false, Value(topic)));
    }
}
