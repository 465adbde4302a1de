using System.Buffers;

namespace Noderr.LocalKafka.Records;

/// <summary>
/// Moves over the body of a batch without holding it: a packed one is unpacked through one small buffer, so that a few kilobytes which
/// claim to be gigabytes cost time up to the limit and no memory.
/// </summary>
public ref struct RecordWindow : IDisposable
{
    private const int BufferBytes = 64 << 10;

    private readonly CompressionType type;
    private readonly Stream? unpacking;
    private readonly int maxBytes;
    private byte[] buffer = [];
    private ReadOnlySpan<byte> bytes;
    private int at;
    private long passed;

    public RecordWindow(ReadOnlySpan<byte> body) => bytes = body;

    public RecordWindow(CompressionType type, ReadOnlyMemory<byte> packed, int maxBytes)
    {
        (this.type, this.maxBytes, unpacking) = (type, maxBytes, Compression.Unpacking(type, packed, maxBytes));
        buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    }

    public readonly long Position => passed + at;

    public bool IsAtEnd => at == bytes.Length && !Refill();

    public bool Next(out long value)
    {
        ulong raw = 0;
        value = 0;
        for (var shift = 0; shift < 64 && (at < bytes.Length || Refill()); shift += 7)
        {
            var b = bytes[at++];
            raw |= (ulong)(b & 0x7f) << shift;
            if (b >= 0x80) continue;
            value = (long)(raw >> 1) ^ -(long)(raw & 1);
            return true;
        }
        return false;
    }

    public bool Skip(long count)
    {
        while (count > bytes.Length - at)
        {
            count -= bytes.Length - at;
            at = bytes.Length;
            if (!Refill()) return false;
        }
        at += (int)count;
        return true;
    }

    public void Dispose()
    {
        unpacking?.Dispose();
        if (buffer.Length > 0) ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
    }

    private bool Refill()
    {
        if (unpacking is null) return false;
        passed += bytes.Length;
        bytes = buffer.AsSpan(0, Compression.Read(type, unpacking, buffer));
        at = 0;
        if (passed + bytes.Length > maxBytes) throw Compression.TooLarge(maxBytes);
        return bytes.Length > 0;
    }
}
