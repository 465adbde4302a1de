using Google.Protobuf.Reflection;
using Noderr.Journal.Entries;

namespace Noderr.Contracts.Framing;

/// <summary>
/// The way to a message type in its file: its place among its neighbours, from the outermost inwards, as zigzag varints after their count.
/// The first message of a file, which most are, has the short form of one zero byte.
/// </summary>
public static class MessagePath
{
    // Deeper nesting than this is no schema but garbage read as a count.
    private const int Deepest = 100;

    private static readonly byte[] FirstMessage = [0];

    /// <summary>Entries of maps are messages too, and count.</summary>
    public static byte[] Of(MessageDescriptor message)
    {
        var places = new List<int>();
        for (var at = message; at is not null; at = at.ContainingType) places.Insert(0, at.Index);
        return Write(places);
    }

    public static byte[] Write(IReadOnlyList<int> places)
    {
        if (places is [0]) return FirstMessage;
        var path = new List<byte>();
        Write(path, places.Count);
        foreach (var place in places) Write(path, place);
        return [.. path];
    }

    /// <summary>The places in a path that <see cref="First"/> has found.</summary>
    public static int[] Read(ReadOnlySpan<byte> path)
    {
        var position = 0;
        var places = new int[Read(path, ref position)];
        if (places.Length == 0) return [0];
        for (var i = 0; i < places.Length; i++) places[i] = Read(path, ref position);
        return places;
    }

    /// <summary>Whether two ways of writing lead to the same type: the short form may also be written long.</summary>
    public static bool Same(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) => a.SequenceEqual(b) || Read(a).AsSpan().SequenceEqual(Read(b));

    /// <summary>The path at the beginning of these bytes.</summary>
    /// <exception cref="EntryFormatException">There is none.</exception>
    internal static ReadOnlySpan<byte> First(ReadOnlySpan<byte> bytes)
    {
        var position = 0;
        var count = Read(bytes, ref position);
        if (count > Deepest) throw new EntryFormatException($"a frame has {count} message indexes");
        while (count-- > 0) Read(bytes, ref position);
        return bytes[..position];
    }

    private static int Read(ReadOnlySpan<byte> bytes, ref int position)
    {
        uint zigzag = 0;
        for (var shift = 0; shift < 35; shift += 7)
        {
            if (position == bytes.Length) throw new EntryFormatException("a frame ends inside of its message indexes");
            var next = bytes[position++];
            if (shift == 28 && next > 0x0F) break;
            zigzag |= (uint)(next & 0x7F) << shift;
            if (next >= 0x80) continue;
            if ((zigzag & 1) != 0) throw new EntryFormatException("a frame has a message index below zero");
            return (int)(zigzag >> 1);
        }
        throw new EntryFormatException("a frame has a message index of more than 32 bits");
    }

    private static void Write(List<byte> path, int number)
    {
        var zigzag = (uint)number << 1;
        for (; zigzag >= 0x80; zigzag >>= 7) path.Add((byte)(zigzag | 0x80));
        path.Add((byte)zigzag);
    }
}
