namespace Noderr.LocalKafka.Log;

/// <summary>
/// Puts a compacted segment in the place of those that it was made from, so that a crash at any moment leaves the old ones or the new one.
/// The name of the swap file says up to which offset it replaces.
/// </summary>
public static class CompactionSwap
{
    private const string Cleaned = ".cleaned";
    private const string Swap = ".swap";

    public static string CleanedPath(string folder, long baseOffset) => Path.Combine(folder, Segment.NameOf(baseOffset, Cleaned));

    /// <summary>The cleaned file is flushed; afterwards it is the only segment from its base offset up to the end.</summary>
    public static string Commit(string folder, long baseOffset, long end)
    {
        var swap = Path.Combine(folder, $"{baseOffset:D20}-{end:D20}{Swap}");
        File.Move(CleanedPath(folder, baseOffset), swap);
        Disk.FlushFolder(folder);
        return Complete(swap);
    }

    /// <summary>After a crash: half-made files go, and a swap that was begun is carried through.</summary>
    public static void Finish(string folder)
    {
        foreach (var path in Directory.GetFiles(folder))
        {
            if (path.EndsWith(Cleaned, StringComparison.Ordinal) || path.EndsWith(".new", StringComparison.Ordinal)) File.Delete(path);
            else if (path.EndsWith(Swap, StringComparison.Ordinal)) Complete(path);
        }
    }

    private static string Complete(string swap)
    {
        var folder = Path.GetDirectoryName(swap)!;
        var range = Path.GetFileNameWithoutExtension(swap).Split('-');
        var (start, end) = (long.Parse(range[0]), long.Parse(range[1]));
        foreach (var old in Directory.GetFiles(folder, "*.log"))
        {
            var offset = long.Parse(Path.GetFileNameWithoutExtension(old));
            if (offset < start || offset >= end) continue;
            File.Delete(Path.ChangeExtension(old, ".index"));
            if (offset > start) File.Delete(old);
        }
        var target = Path.Combine(folder, Segment.NameOf(start, ".log"));
        File.Move(swap, target, overwrite: true);
        Disk.FlushFolder(folder);
        return target;
    }
}
