using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Confluent.Kafka;
using Noderr.Domain.Numbers;

namespace Noderr.Journal.Kafka;

/// <summary>
/// SHA-256 over a whole record: offset, time, key, value and headers, each with its length before it, so that no byte can move from one to
/// the other. The contract of the journal "compliance" has the layout.
/// </summary>
public static class RecordDigest
{
    private const int Absent = -1;

    public static Digest Of(ConsumeResult<byte[]?, byte[]?> record)
    {
        var bytes = new ArrayBufferWriter<byte>(512);
        Int64(bytes, record.Offset.Value);
        Int64(bytes, record.Message.Timestamp.UnixTimestampMs);
        Bytes(bytes, record.Message.Key);
        Bytes(bytes, record.Message.Value);
        var headers = record.Message.Headers;
        Int32(bytes, headers?.Count ?? 0);
        for (var i = 0; i < (headers?.Count ?? 0); i++)
        {
            Bytes(bytes, Encoding.UTF8.GetBytes(headers![i].Key));
            Bytes(bytes, headers[i].GetValueBytes());
        }
        Span<byte> hash = stackalloc byte[Digest.Bytes];
        SHA256.HashData(bytes.WrittenSpan, hash);
        return Digest.From(hash);
    }

    private static void Bytes(ArrayBufferWriter<byte> to, byte[]? value)
    {
        Int32(to, value?.Length ?? Absent);
        to.Write(value);
    }

    private static void Int32(ArrayBufferWriter<byte> to, int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(to.GetSpan(sizeof(int)), value);
        to.Advance(sizeof(int));
    }

    private static void Int64(ArrayBufferWriter<byte> to, long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(to.GetSpan(sizeof(long)), value);
        to.Advance(sizeof(long));
    }
}
