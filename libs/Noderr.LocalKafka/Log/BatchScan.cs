using System.Buffers;
using Microsoft.Win32.SafeHandles;
using Noderr.LocalKafka.Records;

namespace Noderr.LocalKafka.Log;

/// <summary>Walks the batches of a segment's file from a place on: their headers only, or whole with their checksums.</summary>
public ref struct BatchScan(SafeFileHandle file, int position, int end)
{
    private const int HeaderChunk = 8192;

    private byte[] buffer = [];
    private int bufferAt;
    private int buffered;
    private int next = position;

    /// <summary>Where the current batch begins.</summary>
    public int Position { get; private set; } = position;

    /// <summary>What can't be read as a batch begins here; equal to the end when all is well.</summary>
    public readonly int Next => next;

    /// <summary>The next batch's header, or false at the end and at anything that is no batch.</summary>
    public bool NextHeader(out ReadOnlySpan<byte> header) => Advance(whole: false, out header);

    /// <summary>The next batch with all its bytes, its checksum verified.</summary>
    public bool NextBatch(out ReadOnlySpan<byte> batch) => Advance(whole: true, out batch);

    /// <summary>Gives the last batch back: the scan found it wrong.</summary>
    public void Reject() => next = Position;

    public void Dispose()
    {
        if (buffer.Length > 0) ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
    }

    private bool Advance(bool whole, out ReadOnlySpan<byte> batch)
    {
        batch = default;
        if (end - next < BatchHeader.Size || !Buffer(BatchHeader.Size)) return false;
        var header = buffer.AsSpan(next - bufferAt, BatchHeader.Size);
        var length = BatchHeader.TotalLength(header);
        if (BatchHeader.Magic(header) != BatchHeader.CurrentMagic || length < BatchHeader.Size || length > end - next) return false;
        if (whole && !Buffer(length)) return false;
        batch = buffer.AsSpan(next - bufferAt, whole ? length : BatchHeader.Size);
        Position = next;
        if (whole && !BatchHeader.HasValidCrc(batch)) return false;
        next += length;
        return true;
    }

    private bool Buffer(int count)
    {
        if (next >= bufferAt && next + count <= bufferAt + buffered) return true;
        if (buffer.Length < count)
        {
            Dispose();
            buffer = ArrayPool<byte>.Shared.Rent(Math.Max(count, HeaderChunk));
        }
        bufferAt = next;
        buffered = RandomAccess.Read(file, buffer.AsSpan(0, Math.Min(buffer.Length, end - next)), next);
        return buffered >= count;
    }
}
