using Microsoft.Win32.SafeHandles;
using Noderr.LocalKafka.Log;
using Noderr.LocalKafka.Records;

namespace Noderr.LocalKafka.Inspect;

/// <summary>A partition's files in order of their offsets, as the next start would find them.</summary>
public sealed class StoredPartition(string topic, int index, string folder)
{
    public string Topic { get; } = topic;
    public int Index { get; } = index;
    public string Folder { get; } = folder;

    public IReadOnlyList<StoredSegment> Segments()
    {
        var segments = Directory.GetFiles(Folder, "*.log").Where(IsNamedByOffset).Select(p => new StoredSegment(p, OffsetOf(p))).ToList();
        // A compaction that a crash interrupted is carried through at the next start: its file takes the place of those in its range.
        foreach (var swap in Directory.GetFiles(Folder, "*.swap"))
        {
            var range = Path.GetFileNameWithoutExtension(swap).Split('-');
            var (start, end) = (long.Parse(range[0]), long.Parse(range[1]));
            segments.RemoveAll(s => s.BaseOffset >= start && s.BaseOffset < end);
            segments.Add(new StoredSegment(swap, start));
        }
        segments.Sort((a, b) => a.BaseOffset.CompareTo(b.BaseOffset));
        return segments;
    }

    public IEnumerable<(string Path, long Offset)> Snapshots() =>
        Directory.GetFiles(Folder, "*.snapshot").Where(IsNamedByOffset).Order(StringComparer.Ordinal).Select(p => (p, OffsetOf(p)));

    /// <summary>Files that look like the broker's and are not: it would stumble over them.</summary>
    public IEnumerable<string> Strays() =>
        Directory.GetFiles(Folder, "*.log").Concat(Directory.GetFiles(Folder, "*.snapshot")).Where(p => !IsNamedByOffset(p));

    /// <summary>Where readers may begin: what is below was deleted by request or by retention.</summary>
    public long First() => Math.Max(PartitionState.Read(Folder).LogStart, Segments() is [var segment, ..] ? segment.BaseOffset : 0);

    /// <summary>The offset after the last batch.</summary>
    public long End()
    {
        if (Segments() is not [.., var segment]) return First();
        using var file = segment.Open(out var size);
        using var scan = new BatchScan(file, 0, size);
        var end = segment.BaseOffset;
        while (scan.NextHeader(out var header)) end = BatchHeader.LastOffset(header) + 1;
        return end;
    }

    /// <summary>Batches from an offset on, also such as fail their checksums, and what lies behind the last one of a file.</summary>
    public IEnumerable<StoredBatch> Batches(long from)
    {
        var segments = Segments();
        for (var i = 0; i < segments.Count; i++)
        {
            if (i + 1 < segments.Count && segments[i + 1].BaseOffset <= from) continue;
            using var file = segments[i].Open(out var size);
            var name = Path.GetFileName(segments[i].Path);
            for (var at = 0; at < size;)
            {
                var batch = Read(file, size, ref at, from);
                if (batch is null)
                {
                    yield return new StoredBatch(name, at, []) { Unreadable = size - at };
                    break;
                }
                if (batch.Length > 0) yield return new StoredBatch(name, at - batch.Length, batch);
            }
        }
    }

    // Empty for a batch below the offset, null where none begins.
    private static byte[]? Read(SafeFileHandle file, int size, ref int at, long from)
    {
        using var scan = new BatchScan(file, at, size);
        if (!scan.NextHeader(out var header)) return null;
        at = scan.Next;
        if (BatchHeader.LastOffset(header) < from) return [];
        var batch = new byte[scan.Next - scan.Position];
        RandomAccess.Read(file, batch, scan.Position);
        return batch;
    }

    private static bool IsNamedByOffset(string path) => long.TryParse(Path.GetFileNameWithoutExtension(path), out _);

    private static long OffsetOf(string path) => long.Parse(Path.GetFileNameWithoutExtension(path));
}

public sealed record StoredSegment(string Path, long BaseOffset)
{
    public SafeFileHandle Open(out int size)
    {
        var file = File.OpenHandle(Path);
        size = (int)Math.Min(RandomAccess.GetLength(file), int.MaxValue);
        return file;
    }
}

/// <summary>A batch as it lies in a file.</summary>
public sealed record StoredBatch(string File, int Position, byte[] Bytes)
{
    /// <summary>So many bytes at the end of the file are no batch.</summary>
    public int Unreadable { get; init; }
}
