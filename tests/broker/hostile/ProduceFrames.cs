using System.Text;
using Noderr.Tests.Broker.Kit;

namespace Noderr.Tests.Broker.Hostile;

/// <summary>A valid Produce request around any bytes that pass for a batch, in every version that is served.</summary>
public static class ProduceFrames
{
    public const short First = 3, Last = 11;

    private const short FirstFlexible = 9, Api = 0;

    public static byte[] Of(short version, short acks, string topic, byte[]? records, string? transactionalId = null) =>
        version < FirstFlexible ? Plain(version, acks, topic, records, transactionalId) : Flexible(version, acks, topic, records, transactionalId);

    private static byte[] Plain(short version, short acks, string topic, byte[]? records, string? transactionalId)
    {
        var w = WireClient.Request(Api, version).Text(transactionalId).Int16(acks).Int32(1000).Int32(1).Text(topic).Int32(1).Int32(0);
        return (records is null ? w.Int32(-1) : w.Bytes(records)).Frame();
    }

    private static byte[] Flexible(short version, short acks, string topic, byte[]? records, string? transactionalId) =>
        WireClient.Request(Api, version).Int8(0)
            .Raw(Compact(transactionalId is null ? null : Encoding.UTF8.GetBytes(transactionalId))).Int16(acks).Int32(1000)
            .Int8(2).Raw(Compact(Encoding.UTF8.GetBytes(topic)))
            .Int8(2).Int32(0).Raw(Compact(records)).Int8(0)
            .Int8(0)
            .Int8(0)
            .Frame();

    private static byte[] Compact(byte[]? bytes) => bytes is null ? [0] : [.. Varints.Unsigned((ulong)bytes.Length + 1), .. bytes];
}
