using System.Buffers;
using System.Net;
using Confluent.SchemaRegistry;
using Noderr.Contracts.Framing;
using Noderr.Contracts.Journals;
using Noderr.Contracts.Registry;
using Noderr.Domain.Events;
using Noderr.Journal.Entries;

namespace Noderr.Tests.Unit.Contracts.Registry;

public sealed class SchemaIdsTests(RunningRegistry running) : IClassFixture<RunningRegistry>, IDisposable
{
    private static readonly MarketEvent Quote = MarketEvent.Quote(0, new(1), new(2), new(3), new(4), new(5));

    private readonly CachedSchemaRegistryClient registry = running.Client();

    public void Dispose() => registry.Dispose();

    [Fact]
    public async Task A_frame_is_constant_and_what_was_written_is_read()
    {
        var codec = await Market("constant");
        var again = await Market("constant");
        Assert.Equal(codec.SchemaId, again.SchemaId);
        var framed = Encode(codec);
        Assert.Equal((codec.SchemaId, 1), (RegistryFrame.Read(framed).SchemaId, RegistryFrame.Read(framed).Path.Length));
        Assert.Equal([Quote], again.Decode(framed).Events);
    }

    [Fact]
    public async Task A_service_that_may_not_register_finds_what_another_registered()
    {
        var ids = new SchemaIds(registry, mayRegister: false);
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => ids.FrameAsync("shared", new MarketCodec(Samples.Names)));
        Assert.Contains("shared-value", refused.Message);
        var registered = await Market("shared");
        Assert.Equal(registered.SchemaId, (await ids.FrameAsync("shared", new MarketCodec(Samples.Names))).SchemaId);
    }

    [Fact]
    public async Task Records_of_an_older_and_of_a_later_build_are_read()
    {
        // The order of messages in the file is another, so the frame's path is too.
        const string older = "syntax = \"proto3\"; package noderr.market.v1; message Trade { int64 price = 1; } message MarketEntry { repeated bytes events = 2; }";
        var olderId = await registry.RegisterSchemaAsync("builds-value", new Schema(older, SchemaType.Protobuf));
        await registry.UpdateCompatibilityAsync(Compatibility.None, "builds-value");
        var codec = await Market("builds");
        var mine = await registry.GetLatestSchemaAsync("builds-value");
        var laterId = await registry.RegisterSchemaAsync(
            "builds-value", new Schema(mine.SchemaString.Replace("int64 bid = 1;", "int64 bid = 1; int64 venue_time = 9;"), mine.References, SchemaType.Protobuf));
        var message = Encode(codec)[6..];

        Assert.Equal([Quote], codec.Decode([.. RegistryFrame.Of(olderId, [2, 2]), .. message]).Events);
        Assert.Equal([Quote], codec.Decode([.. RegistryFrame.Of(laterId, [0]), .. message]).Events);
        Assert.Equal([Quote], codec.Decode([.. RegistryFrame.Of(laterId, [2, 0]), .. message]).Events);
        Refused(codec, [.. RegistryFrame.Of(olderId, [0]), .. message], "noderr.market.v1.MarketEntry is [1]");
        Refused(codec, [.. RegistryFrame.Of(codec.SchemaId, [2, 2]), .. message], "leads to message [1]");
    }

    [Fact]
    public async Task Other_subjects_and_other_messages_are_refused()
    {
        var codec = await Market("mine");
        var orders = await new SchemaIds(registry, mayRegister: true).FrameAsync("others", new OrdersCodec(Samples.Names));
        const string alike = "syntax = \"proto3\"; package noderr.market.v1; message MarketEntry { int64 x = 77; }";
        var elsewhere = await registry.RegisterSchemaAsync("elsewhere-value", new Schema(alike, SchemaType.Protobuf));
        var message = Encode(codec)[6..];

        Refused(codec, [.. RegistryFrame.Of(orders.SchemaId, [0]), .. message], "has no message noderr.market.v1.MarketEntry");
        Refused(codec, [.. RegistryFrame.Of(elsewhere, [0]), .. message], $"schema {elsewhere} does not belong to mine-value");
        Refused(codec, [.. RegistryFrame.Of(int.MaxValue, [0]), .. message], "the registry has no schema");
        Refused(codec, message, "a framed message");
    }

    [Fact]
    public async Task A_topic_that_holds_something_else_refuses_the_message()
    {
        await registry.RegisterSchemaAsync("taken-value", new Schema("syntax = \"proto3\"; package other; message MarketEntry { string events = 2; }", SchemaType.Protobuf));
        var refused = await Assert.ThrowsAsync<SchemaRegistryException>(() => Market("taken"));
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
    }

    [Fact]
    public async Task Once_started_nothing_is_allocated_for_a_frame()
    {
        var codec = await Market("lean");
        var entry = new Entry<MarketEvent>(EntryKind.Input, 1, 1, default) { Events = new[] { Quote } };
        var into = new ArrayBufferWriter<byte>(1000);
        codec.Encode(entry, into);
        into.ResetWrittenCount();
        var before = GC.GetAllocatedBytesForCurrentThread();
        codec.Encode(entry, into);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private Task<FramedCodec<MarketEvent>> Market(string topic) => new SchemaIds(registry, mayRegister: true).FrameAsync(topic, new MarketCodec(Samples.Names));

    private static byte[] Encode(FramedCodec<MarketEvent> codec)
    {
        var into = new ArrayBufferWriter<byte>();
        codec.Encode(new Entry<MarketEvent>(EntryKind.Input, 1, 1, default) { Events = [Quote] }, into);
        return into.WrittenSpan.ToArray();
    }

    private static void Refused(FramedCodec<MarketEvent> codec, byte[] framed, string fault) =>
        Assert.Contains(fault, Assert.Throws<EntryFormatException>(() => codec.Decode(framed)).Message);
}
