using Microsoft.Win32.SafeHandles;
using Noderr.LocalKafka.Records;

namespace Noderr.LocalKafka.Log;

/// <summary>
/// A stretch of a partition's log in one file of batches, exactly as they are served. Writers hold the partition's lock; what has been
/// handed out for reading stays readable after the segment is gone, since a slice keeps the file open.
/// </summary>
public sealed class Segment : IDisposable
{
    private readonly SafeFileHandle file;
    private readonly SegmentIndex index;
    private readonly Func<IndexEntry[]> loadEntries;

    private Segment(string path, long baseOffset, SafeFileHandle file, int size, SegmentIndex index, long createdMs)
    {
        (Path, BaseOffset, this.file, Size, this.index, CreatedMs) = (path, baseOffset, file, size, index, createdMs);
        loadEntries = () => SegmentIndex.LoadEntries(IndexPath, Size) ?? [];
    }

    public string Path { get; }
    public long BaseOffset { get; }
    public int Size { get; private set; }

    /// <summary>When the first batch came, by this clock.</summary>
    public long CreatedMs { get; private set; }

    public long MaxTimestamp => index.MaxTimestamp;
    public long MaxTimestampOffset => index.MaxTimestampOffset;
    public SafeFileHandle File => file;

    public static string NameOf(long offset, string extension) => offset.ToString("D20") + extension;

    public static Segment Create(string folder, long baseOffset, long nowMs)
    {
        var path = System.IO.Path.Combine(folder, NameOf(baseOffset, ".log"));
        var file = System.IO.File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        Disk.FlushFolder(folder);
        return new Segment(path, baseOffset, file, 0, new SegmentIndex(), nowMs);
    }

    public static Segment Open(string path)
    {
        var file = System.IO.File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        var size = checked((int)RandomAccess.GetLength(file));
        var index = SegmentIndex.Load(System.IO.Path.ChangeExtension(path, ".index"), size);
        var baseOffset = long.Parse(System.IO.Path.GetFileNameWithoutExtension(path));
        var created = new DateTimeOffset(System.IO.File.GetLastWriteTimeUtc(path)).ToUnixTimeMilliseconds();
        var segment = new Segment(path, baseOffset, file, size, index ?? new SegmentIndex(), created) { HasIndex = index is not null };
        return segment;
    }

    /// <summary>Whether the saved index fits; else <see cref="Reindex"/> is wanted.</summary>
    public bool HasIndex { get; private set; } = true;

    private string IndexPath => System.IO.Path.ChangeExtension(Path, ".index");

    public void Reindex(int interval)
    {
        using var scan = Scan();
        while (scan.NextHeader(out var header)) index.Add(BaseOffset, header, scan.Position, interval);
        HasIndex = true;
    }

    public int LastIndexedPosition => index.PositionUpTo(Size, loadEntries);

    public void MakeWritable() => index.Reopen(loadEntries);

    public void Append(ReadOnlySpan<byte> batch, int indexInterval, long nowMs)
    {
        try
        {
            RandomAccess.Write(file, batch, Size);
        }
        catch (IOException)
        {
            CutTail();
            throw;
        }
        if (Size == 0) CreatedMs = nowMs;
        index.Add(BaseOffset, batch, Size, indexInterval);
        Size += batch.Length;
    }

    /// <summary>Recovery found what follows to be no batch.</summary>
    public void Truncate(int size)
    {
        RandomAccess.SetLength(file, size);
        Disk.FlushData(file);
        Size = size;
    }

    public void IndexBatch(ReadOnlySpan<byte> header, int position, int interval) => index.Add(BaseOffset, header, position, interval);

    public BatchScan Scan(int from = 0) => new(file, from, Size);

    /// <summary>Where the batch begins that holds the offset, or the first one after it; the size where there is none.</summary>
    public int PositionOf(long offset)
    {
        var relative = (int)Math.Min(offset - BaseOffset, int.MaxValue);
        using var scan = Scan(index.PositionBefore(relative, loadEntries));
        while (scan.NextHeader(out var header))
        {
            if (BatchHeader.LastOffset(header) >= offset) return scan.Position;
        }
        return Size;
    }

    /// <summary>The end of the last whole batch within so many bytes. Asked for one at least, the first counts whatever its size.</summary>
    public int EndWithin(int from, int limit, int maxBytes, bool atLeastOne)
    {
        if (limit - from <= maxBytes) return limit;
        var end = Math.Max(from, index.PositionUpTo(from + maxBytes, loadEntries));
        using var scan = Scan(end);
        while (scan.NextHeader(out _) && scan.Next <= limit && ((atLeastOne && end == from) || scan.Next - from <= maxBytes)) end = scan.Next;
        return end;
    }

    /// <summary>Where to start to look for the first record that is not older than the time.</summary>
    public int PositionBefore(long timestamp) => index.PositionBefore(timestamp, loadEntries);

    public void Flush() => Disk.FlushData(file);

    public byte[]? EncodeIndex() => index.Encode(Size);

    public void WriteIndex(byte[] bytes) => Disk.Replace(IndexPath, bytes);

    public void LeaveIndexToFile() => index.LeaveToFile();

    public void Delete()
    {
        Dispose();
        System.IO.File.Delete(Path);
        System.IO.File.Delete(IndexPath);
        System.IO.File.Delete(System.IO.Path.ChangeExtension(Path, ".snapshot"));
    }

    public void Dispose() => file.Dispose();

    // If even this fails the next batch is written over the tail, and recovery cuts what sticks out behind it.
    private void CutTail()
    {
        try
        {
            RandomAccess.SetLength(file, Size);
        }
        catch (IOException)
        {
        }
    }
}
