using System.Buffers.Binary;
using System.Globalization;
using Noderr.Tests.Broker.Kit;

namespace Noderr.Tests.Broker.Crash;

/// <summary>
/// What a power cut leaves of writes that were under way: rubbish behind the last whole batch of a log, and index and snapshot files
/// that end in rubbish or too early. Nothing acknowledged is touched.
/// </summary>
public sealed class TornWrites(string data, Random random)
{
    /// <summary>Damages something; tells what.</summary>
    public string Tear()
    {
        var torn = new List<string>();
        if (Newest("*.log") is { } log)
            torn.Add(AppendTo(log));
        foreach (var pattern in new[] { "*.index", "*.timeindex", "*.snapshot" })
            if (random.Next(2) == 0 && Newest(pattern) is { } file)
                torn.Add(Garble(file));
        return string.Join(", ", torn);
    }

    /// <summary>Removes acknowledged bytes. Only for the test of this test: the checks must see it.</summary>
    public string Mutilate(string partitionFolderPart)
    {
        var files = Directory.GetFiles(data, "*.log", SearchOption.AllDirectories)
            .Where(f => IsSegment(f) && f.Contains(partitionFolderPart, StringComparison.Ordinal) && new FileInfo(f).Length > 2000).ToList();
        if (files.Count == 0)
            return "nothing to mutilate";
        var victim = files[random.Next(files.Count)];
        using var file = File.OpenWrite(victim);
        file.SetLength(file.Length / 2);
        return $"half of {Short(victim)} cut off";
    }

    private static bool IsSegment(string file) =>
        Path.GetFileNameWithoutExtension(file) is { Length: 20 } name && long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    /// <summary>The newest file of that kind in a folder picked at random.</summary>
    private string? Newest(string pattern)
    {
        var folders = Directory.GetFiles(data, pattern, SearchOption.AllDirectories)
            .Where(f => pattern == "*.snapshot" || IsSegment(f))
            .GroupBy(f => Path.GetDirectoryName(f)).ToList();
        return folders.Count == 0 ? null : folders[random.Next(folders.Count)].Max(StringComparer.Ordinal);
    }

    private string AppendTo(string log)
    {
        var bytes = Lengthen(log, out var what);
        // Preallocated files end in zeros: the torn write belongs behind the last batch, not behind the file's end.
        using var file = new FileStream(log, FileMode.Open, FileAccess.ReadWrite);
        file.Position = EndOfBatches(log).Position;
        file.Write(bytes);
        return $"{what} ({bytes.Length} B) at {Short(log)}";
    }

    private byte[] Lengthen(string log, out string what)
    {
        var (_, last, nextOffset) = EndOfBatches(log);
        var kind = random.Next(last is null ? 2 : 4);
        var bytes = new byte[random.Next(1, 5000)];
        switch (kind)
        {
            case 0:
                random.NextBytes(bytes);
                what = "random bytes";
                return bytes;
            case 1:
                what = "zeros";
                return bytes;
            case 2:
                what = "a batch cut short";
                return Copy(last!, nextOffset)[..random.Next(1, last!.Length)];
            default:
                what = "a batch with its end unwritten";
                var copy = Copy(last!, nextOffset);
                copy.AsSpan(random.Next(RecordBatch.HeaderBytes - 40, copy.Length)).Clear();
                // Were the cleared bytes zero anyway, the batch would be whole.
                copy[^1] = (byte)(last![^1] ^ 0xff);
                return copy;
        }
    }

    private static byte[] Copy(byte[] batch, long offset)
    {
        var copy = (byte[])batch.Clone();
        BinaryPrimitives.WriteInt64BigEndian(copy, offset);
        return copy;
    }

    private static (long Position, byte[]? Last, long NextOffset) EndOfBatches(string log)
    {
        var (position, next, last) = (0L, 0L, (byte[]?)null);
        foreach (var batch in RecordBatch.ReadAll(File.ReadAllBytes(log)))
        {
            if (!batch.CrcHolds || batch.Count == 0)
                break;
            (position, next, last) = (position + batch.Bytes.Length, batch.LastOffset + 1, batch.Bytes);
        }
        return (position, last, next);
    }

    private string Garble(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        var tail = (int)Math.Min(file.Length, random.Next(1, 40));
        if (random.Next(2) == 0)
        {
            file.SetLength(file.Length - tail);
            return $"{tail} B off {Short(path)}";
        }
        var rubbish = new byte[tail];
        random.NextBytes(rubbish);
        file.Position = file.Length - tail;
        file.Write(rubbish);
        return $"{tail} B garbled in {Short(path)}";
    }

    private string Short(string path) => Path.GetRelativePath(data, path);
}
