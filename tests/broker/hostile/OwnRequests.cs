using System.Text;
using Noderr.Tests.Broker.Kit;

namespace Noderr.Tests.Broker.Hostile;

/// <summary>One plain request for each API, put together by hand.</summary>
public static class OwnRequests
{
    private const string Topic = FuzzTopics.Plain, Group = "fuzz-group";

    private static readonly string Longest = new('x', short.MaxValue);

    public static IReadOnlyList<byte[]> All() =>
    [
        Make(0, 3, w => w.Text(null).Int16(-1).Int32(1000).Int32(1).Text(Topic).Int32(1).Int32(0).Bytes(Batch.Of("own").Bytes())),
        Make(0, 3, w => w.Text(null).Int16(-1).Int32(1000).Int32(1).Text("_schemas").Int32(1).Int32(0).Bytes(Batch.Of("{\"subject\":\"s\"}").Bytes())),
        Make(0, 3, w => w.Text(null).Int16(-1).Int32(1000).Int32(1).Text("__consumer_offsets").Int32(1).Int32(0).Bytes(Batch.Of("own").Bytes())),
        Make(1, 4, w => w.Int32(-1).Int32(5).Int32(1).Int32(1 << 20).Int8(0).Int32(1).Text(Topic).Int32(1).Int32(0).Int64(0).Int32(1 << 20)),
        Make(2, 1, w => w.Int32(-1).Int32(1).Text(Topic).Int32(1).Int32(0).Int64(-1)),
        Make(3, 1, w => w.Int32(1).Text(Topic)),
        Make(8, 2, w => w.Text(Group).Int32(-1).Text("").Int64(-1).Int32(1).Text(Topic).Int32(1).Int32(0).Int64(1).Text("note")),
        Make(9, 1, w => w.Text(Group).Int32(1).Text(Topic).Int32(1).Int32(0)),
        Make(10, 1, w => w.Text(Group).Int8(0)),
        Make(11, 1, w => w.Text(Group).Int32(6000).Int32(6000).Text("").Text("consumer").Int32(1).Text("range").Bytes([0, 0, 0, 0, 0, 0])),
        // Texts as long as they may be, and one that grows threefold when it is decoded and encoded again.
        LongClient(11, 1, w => w.Text("fuzz-long").Int32(6000).Int32(6000).Text("").Text("consumer").Int32(1).Text("range").Bytes([0, 0, 0, 0, 0, 0])),
        Make(19, 2, w => w.Int32(1).Text(Longest).Int32(2).Int16(1).Int32(0).Int32(0).Int32(1000).Int8(0)),
        Make(19, 2, w => w.Int32(1).Text("fuzz-made").Int32(int.MaxValue).Int16(1).Int32(0).Int32(0).Int32(1000).Int8(0)),
        Make(33, 1, w => w.Int32(1).Int8(2).Text(Topic).Int32(1).Text("retention.ms").Text(Longest).Int8(0)),
        Make(37, 1, w => w.Int32(1).Text(Topic).Int32(int.MaxValue).Int32(-1).Int32(1000).Int8(0)),
        Make(11, 1, w => w.Int16(20_000).Raw(Enumerable.Repeat((byte)0xff, 20_000).ToArray()).Int32(6000).Int32(6000).Text("").Text("consumer").Int32(1).Text("range").Bytes([0, 0, 0, 0, 0, 0])),
        Make(12, 1, w => w.Text(Group).Int32(0).Text("member")),
        Make(13, 1, w => w.Text(Group).Text("member")),
        Make(14, 1, w => w.Text(Group).Int32(0).Text("member").Int32(1).Text("member").Bytes([1, 2, 3])),
        Make(15, 1, w => w.Int32(1).Text(Group)),
        Make(16, 1, _ => { }),
        Make(17, 1, w => w.Text("PLAIN")),
        Make(18, 1, _ => { }),
        Make(19, 2, w => w.Int32(1).Text("fuzz-made").Int32(2).Int16(1).Int32(0).Int32(1).Text("retention.ms").Text("1000").Int32(1000).Int8(0)),
        Make(20, 1, w => w.Int32(1).Text("fuzz-made").Int32(1000)),
        Make(21, 1, w => w.Int32(1).Text(Topic).Int32(1).Int32(0).Int64(1).Int32(1000)),
        Make(22, 1, w => w.Text("fuzz-txn").Int32(10_000)),
        Make(23, 2, w => w.Int32(1).Text(Topic).Int32(1).Int32(0).Int32(0).Int32(0)),
        Make(24, 1, w => w.Text("fuzz-txn").Int64(1).Int16(0).Int32(1).Text(Topic).Int32(1).Int32(0)),
        Make(25, 1, w => w.Text("fuzz-txn").Int64(1).Int16(0).Text(Group)),
        Make(26, 1, w => w.Text("fuzz-txn").Int64(1).Int16(0).Int8(1)),
        Make(28, 1, w => w.Text("fuzz-txn").Text(Group).Int64(1).Int16(0).Int32(1).Text(Topic).Int32(1).Int32(0).Int64(1).Text("note")),
        Make(32, 1, w => w.Int32(1).Int8(2).Text(Topic).Int32(-1).Int8(1)),
        Make(33, 1, w => w.Int32(1).Int8(2).Text(Topic).Int32(1).Text("retention.ms").Text("60000").Int8(0)),
        Make(35, 1, w => w.Int32(-1)),
        Make(36, 1, w => w.Bytes(Encoding.UTF8.GetBytes("\0user\0password"))),
        Make(37, 1, w => w.Int32(1).Text(Topic).Int32(3).Int32(-1).Int32(1000).Int8(0)),
        Make(42, 1, w => w.Int32(1).Text(Group)),
        Make(43, 1, w => w.Int8(0).Int32(1).Text(Topic).Int32(1).Int32(0).Int32(1000)),
        Make(44, 0, w => w.Int32(1).Int8(2).Text(Topic).Int32(1).Text("retention.ms").Int8(0).Text("60000").Int8(0)),
        Make(47, 0, w => w.Text(Group).Int32(1).Text(Topic).Int32(1).Int32(0)),
    ];

    private static byte[] LongClient(short api, short version, Action<FrameWriter> body)
    {
        var writer = new FrameWriter(api, version, 1, Longest);
        body(writer);
        return writer.Frame();
    }

    private static byte[] Make(short api, short version, Action<FrameWriter> body)
    {
        var writer = WireClient.Request(api, version);
        body(writer);
        return writer.Frame();
    }
}
