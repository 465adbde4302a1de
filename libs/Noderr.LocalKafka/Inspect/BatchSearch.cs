using Microsoft.Win32.SafeHandles;
using Noderr.LocalKafka.Records;

namespace Noderr.LocalKafka.Inspect;

/// <summary>
/// Looks behind unreadable bytes for the next whole batch: there is one when something in the middle is damaged, and none when a write
/// at the end was not finished.
/// </summary>
public static class BatchSearch
{
    private const int Chunk = 1 << 20;

    public static (int Position, long Offset)? Next(SafeFileHandle file, int from, int size, long atLeast)
    {
        var buffer = new byte[Chunk];
        while (size - from >= BatchHeader.Size)
        {
            var read = RandomAccess.Read(file, buffer.AsSpan(0, Math.Min(Chunk, size - from)), from);
            for (var i = 0; i + BatchHeader.Size <= read; i++)
            {
                var header = buffer.AsSpan(i, BatchHeader.Size);
                if (BatchHeader.Magic(header) == BatchHeader.CurrentMagic && BatchHeader.BaseOffset(header) >= atLeast && IsWhole(file, from + i, size, header))
                    return (from + i, BatchHeader.BaseOffset(header));
            }
            if (read < Chunk) return null;
            from += read - BatchHeader.Size + 1;
        }
        return null;
    }

    /// <summary>Why no whole batch begins there.</summary>
    public static string Problem(SafeFileHandle file, int position, int size)
    {
        Span<byte> header = stackalloc byte[BatchHeader.Size];
        if (RandomAccess.Read(file, header, position) < header.Length) return "the header of a batch is cut off";
        if (BatchHeader.Magic(header) != BatchHeader.CurrentMagic) return "no batch begins here";
        var length = BatchHeader.TotalLength(header);
        if (length < BatchHeader.Size) return $"a batch says it has {length} bytes";
        return length > size - position
            ? $"a batch says it has {length} bytes where {size - position} are left"
            : $"the batch at offset {BatchHeader.BaseOffset(header)} fails its checksum";
    }

    private static bool IsWhole(SafeFileHandle file, int position, int size, ReadOnlySpan<byte> header)
    {
        var length = BatchHeader.TotalLength(header);
        if (length < BatchHeader.Size || length > size - position || BatchHeader.LastOffsetDelta(header) < 0) return false;
        var batch = new byte[length];
        return RandomAccess.Read(file, batch, position) == length && BatchHeader.HasValidCrc(batch);
    }
}
