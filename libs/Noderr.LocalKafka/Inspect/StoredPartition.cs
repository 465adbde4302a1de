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
        var segments = Directory.GetFiles(Folder, "*.log").Select(p => new StoredSegment(p, OffsetOf(p))).ToList();
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
        Directory.GetFiles(Folder, "*.snapshot").Order(StringComparer.Ordinal).Select(p => (p, OffsetOf(p)));

    /// <summary>Batches from an offset on, also such as fail their checksums; ends where the files can't be read as batches any more.</summary>
    public IEnumerable<StoredBatch> Batches(long from)
    {
        var segments = Segments();
        for (var i = 0; i < segments.Count; i++)
        {
            if (i + 1 < segments.Count && segments[i + 1].BaseOffset <= from) continue;
            using var file = segments[i].Open(out var size);
            for (var position = 0; Next(file, size, position, from, out var batch, out var next); position = next)
            {
                if (batch is not null) yield return new StoredBatch(Path.GetFileName(segments[i].Path), position, batch);
            }
        }
    }

    private static bool Next(SafeFileHandle file, int size, int position, long from, out byte[]? batch, out int next)
    {
        using var scan = new BatchScan(file, position, size);
        (batch, next) = (null, size);
        if (!scan.NextHeader(out var header)) return false;
        next = scan.Next;
        if (BatchHeader.LastOffset(header) < from) return true;
        batch = new byte[next - position];
        return RandomAccess.Read(file, batch, position) == batch.Length;
    }

    private static long OffsetOf(string path) => long.Parse(Path.GetFileNameWithoutExtension(path));
}

public sealed record StoredSegment(string Path, long BaseOffset)
{
    public SafeFileHandle Open(out int size)
    {
        var file = File.OpenHandle(Path);
        size = checked((int)RandomAccess.GetLength(file));
        return file;
    }
}

/// <summary>A batch as it lies in a file.</summary>
public sealed record StoredBatch(string File, int Position, byte[] Bytes);
