using System.Runtime.InteropServices;
using Noderr.LocalKafka.Records;

namespace Noderr.LocalKafka.Log;

/// <summary>One batch in every few kilobytes: its last offset, where it lies, and the latest time in the segment up to it.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
public readonly record struct IndexEntry(int RelativeOffset, int Position, long MaxTimestamp);

/// <summary>
/// The sparse index of a segment, for offsets and for times. It grows in memory while the segment is written; when the segment is closed
/// it is saved beside it with a checksum, and read back only when somebody asks. A file that does not fit its segment is as good as none.
/// </summary>
public sealed class SegmentIndex
{
    private const int Mark = 0x4e_49_58_31; // "NIX1"

    private List<IndexEntry>? growing = [];
    private WeakReference<IndexEntry[]>? saved;
    private int lastIndexed;

    public long MaxTimestamp { get; private set; } = -1;
    public long MaxTimestampOffset { get; private set; } = -1;

    public void Add(long baseOffset, ReadOnlySpan<byte> batch, int position, int interval)
    {
        if (BatchHeader.MaxTimestamp(batch) > MaxTimestamp)
        {
            MaxTimestamp = BatchHeader.MaxTimestamp(batch);
            MaxTimestampOffset = BatchHeader.LastOffset(batch);
        }
        if (position - lastIndexed < interval || position == 0) return;
        lastIndexed = position;
        growing!.Add(new IndexEntry((int)(BatchHeader.LastOffset(batch) - baseOffset), position, MaxTimestamp));
    }

    /// <summary>A place at or before the batch that holds the offset.</summary>
    public int PositionBefore(int relativeOffset, Func<IndexEntry[]> load)
    {
        var entries = Entries(load);
        var (low, high) = (0, entries.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (entries[middle].RelativeOffset <= relativeOffset) low = middle + 1;
            else high = middle;
        }
        return low == 0 ? 0 : entries[low - 1].Position;
    }

    /// <summary>A place before the first batch that reaches the time.</summary>
    public int PositionBefore(long timestamp, Func<IndexEntry[]> load)
    {
        var entries = Entries(load);
        var (low, high) = (0, entries.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (entries[middle].MaxTimestamp < timestamp) low = middle + 1;
            else high = middle;
        }
        return low == 0 ? 0 : entries[low - 1].Position;
    }

    /// <summary>The last indexed place that is not behind the given one.</summary>
    public int PositionUpTo(int position, Func<IndexEntry[]> load)
    {
        var entries = Entries(load);
        var (low, high) = (0, entries.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (entries[middle].Position <= position) low = middle + 1;
            else high = middle;
        }
        return low == 0 ? 0 : entries[low - 1].Position;
    }

    /// <summary>Null when it lies in its file already.</summary>
    public byte[]? Encode(int segmentSize)
    {
        if (growing is null) return null;
        var entries = MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(growing));
        var bytes = new byte[HeaderSize + entries.Length + 4];
        using var writer = new BinaryWriter(new MemoryStream(bytes));
        writer.Write(Mark);
        writer.Write(segmentSize);
        writer.Write(MaxTimestamp);
        writer.Write(MaxTimestampOffset);
        writer.Write(entries);
        writer.Write(BatchHeader.Crc32C(bytes.AsSpan(0, HeaderSize + entries.Length)));
        return bytes;
    }

    /// <summary>From now on the entries are read back from the file when somebody asks.</summary>
    public void LeaveToFile()
    {
        saved = new WeakReference<IndexEntry[]>(growing!.ToArray());
        growing = null;
    }

    /// <summary>Null where the file is absent, torn, or of another state of the segment.</summary>
    public static SegmentIndex? Load(string path, int segmentSize)
    {
        if (Read(path, segmentSize) is not { } bytes) return null;
        return new SegmentIndex
        {
            MaxTimestamp = BitConverter.ToInt64(bytes, 8),
            MaxTimestampOffset = BitConverter.ToInt64(bytes, 16),
            growing = null,
            saved = new WeakReference<IndexEntry[]>(EntriesOf(bytes)),
        };
    }

    public static IndexEntry[]? LoadEntries(string path, int segmentSize) =>
        Read(path, segmentSize) is { } bytes ? EntriesOf(bytes) : null;

    /// <summary>Makes a saved index grow again: its segment is the one that is written.</summary>
    public void Reopen(Func<IndexEntry[]> load)
    {
        if (growing is not null) return;
        growing = [.. Entries(load)];
        saved = null;
        lastIndexed = growing.Count > 0 ? growing[^1].Position : 0;
    }

    private const int HeaderSize = 24;

    private ReadOnlySpan<IndexEntry> Entries(Func<IndexEntry[]> load)
    {
        if (growing is { } list) return CollectionsMarshal.AsSpan(list);
        if (saved!.TryGetTarget(out var entries)) return entries;
        entries = load();
        saved.SetTarget(entries);
        return entries;
    }

    private static byte[]? Read(string path, int segmentSize)
    {
        if (!File.Exists(path)) return null;
        var bytes = File.ReadAllBytes(path);
        var body = bytes.Length - 4;
        return body >= HeaderSize && BitConverter.ToInt32(bytes, 0) == Mark && BitConverter.ToInt32(bytes, 4) == segmentSize
            && BitConverter.ToUInt32(bytes, body) == BatchHeader.Crc32C(bytes.AsSpan(0, body)) ? bytes : null;
    }

    private static IndexEntry[] EntriesOf(byte[] bytes) =>
        MemoryMarshal.Cast<byte, IndexEntry>(bytes.AsSpan(HeaderSize, bytes.Length - HeaderSize - 4)).ToArray();
}
