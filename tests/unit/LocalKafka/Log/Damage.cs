namespace Noderr.Tests.Unit.LocalKafka.Log;

/// <summary>What a disk does to files.</summary>
internal static class Damage
{
    public static void Cut(string path, long bytes)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.SetLength(file, Math.Max(0, RandomAccess.GetLength(file) - bytes));
    }

    public static void Add(string path, byte[] bytes)
    {
        using var file = new FileStream(path, FileMode.Append);
        file.Write(bytes);
    }

    public static void Flip(string path, long at)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[at] ^= 0x10;
        File.WriteAllBytes(path, bytes);
    }

    /// <summary>The ways in which a small file is no good.</summary>
    public static void Spoil(string path, string how)
    {
        switch (how)
        {
            case "missing": File.Delete(path); break;
            case "empty": File.WriteAllBytes(path, []); break;
            case "torn": Cut(path, new FileInfo(path).Length / 2); break;
            case "flipped": Flip(path, new FileInfo(path).Length / 2); break;
            case "zeroed": File.WriteAllBytes(path, new byte[new FileInfo(path).Length]); break;
            default: throw new ArgumentOutOfRangeException(nameof(how), how, "no such damage");
        }
    }
}
