using System.Diagnostics.CodeAnalysis;
using System.IO.Hashing;
using System.Text;

namespace Noderr.Contracts.Names;

/// <summary>Names in UTF-8 and their places, both ways, without making strings.</summary>
internal sealed class NameTable
{
    private readonly byte[][] names;
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> places;

    /// <exception cref="ArgumentException">A name is empty or stands twice.</exception>
    public NameTable(string what, IEnumerable<string> names)
    {
        this.names = [.. names.Select(Encoding.UTF8.GetBytes)];
        var byName = new Dictionary<byte[], int>(new ByContent());
        for (var place = 0; place < this.names.Length; place++)
        {
            var name = this.names[place];
            if (name.Length == 0 || !byName.TryAdd(name, place)) throw new ArgumentException($"two {what} have the name '{Encoding.UTF8.GetString(name)}', or one has none");
            Longest = Math.Max(Longest, name.Length);
            Shortest = place == 0 ? name.Length : Math.Min(Shortest, name.Length);
        }
        places = byName.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    /// <summary>Bytes of the longest name.</summary>
    public int Longest { get; }

    /// <summary>Bytes of the shortest name.</summary>
    public int Shortest { get; }

    public ReadOnlySpan<byte> this[int place] => names[place];

    /// <summary>-1 where there is none.</summary>
    public int Find(ReadOnlySpan<byte> name) => places.TryGetValue(name, out var place) ? place : -1;

    private sealed class ByContent : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public bool Equals(byte[]? a, byte[]? b) => a.AsSpan().SequenceEqual(b);

        public bool Equals(ReadOnlySpan<byte> a, byte[] b) => a.SequenceEqual(b);

        public int GetHashCode([DisallowNull] byte[] name) => GetHashCode(name.AsSpan());

        public int GetHashCode(ReadOnlySpan<byte> name) => (int)XxHash3.HashToUInt64(name);

        public byte[] Create(ReadOnlySpan<byte> name) => name.ToArray();
    }
}
