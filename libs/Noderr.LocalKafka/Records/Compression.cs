using System.IO.Compression;
using K4os.Compression.LZ4;
using K4os.Compression.LZ4.Streams;
using Snappier;
using ZstdSharp;

namespace Noderr.LocalKafka.Records;

/// <summary>
/// The body of a batch, packed and unpacked. Unpacking ends at a limit, since a megabyte of gzip can hold a gigabyte of zeros, and
/// whatever a codec makes of garbage becomes an <see cref="InvalidDataException"/>.
/// </summary>
public static class Compression
{
    // Clients pack about a megabyte; ones that reckon by compressed size up to twenty times that.
    private const int AlwaysAllowed = 32 << 20;
    private const int AllowedRatio = 20;

    private const int Small = 1 << 20;

    // A stream that knows arrays only rents one as long as what it is given, and the pool keeps it.
    private const int Piece = 64 << 10;

    // Java's clients refuse blocks that lean on the one before.
    private static readonly LZ4EncoderSettings Lz4 = new() { ChainBlocks = false, BlockSize = 64 << 10 };

    /// <summary>What a body may unpack to.</summary>
    public static int LimitOf(ReadOnlyMemory<byte> packed) => (int)Math.Min(Array.MaxLength, Math.Max(AlwaysAllowed, (long)packed.Length * AllowedRatio));

    public static ReadOnlyMemory<byte> Decompress(CompressionType type, ReadOnlyMemory<byte> packed, int? limit = null)
    {
        if (type == CompressionType.None) return packed;
        // A batch whose records were all compacted away.
        if (packed.IsEmpty) return packed;
        var maxBytes = limit ?? LimitOf(packed);
        if (type == CompressionType.Snappy) return Guarded(type, () => SnappyBlocks.Decompress(packed.Span, maxBytes));
        using var unpacking = Unpacking(type, packed, maxBytes);
        var (start, size) = Measure(type, unpacking, maxBytes);
        if (size <= start.Length) return start.AsMemory(0, size);
        using var again = Unpacking(type, packed, maxBytes);
        var bytes = new byte[size];
        Fill(type, again, bytes);
        return bytes;
    }

    /// <summary>The body as it is unpacked; to be read with <see cref="Read"/>. Only Snappy, which can't claim much, is unpacked at once.</summary>
    public static Stream Unpacking(CompressionType type, ReadOnlyMemory<byte> packed, int maxBytes) => Guarded(type, () => type switch
    {
        CompressionType.Gzip => (Stream)new GZipStream(Open(packed), CompressionMode.Decompress),
        CompressionType.Snappy => new MemoryStream(SnappyBlocks.Decompress(packed.Span, maxBytes)),
        CompressionType.Lz4 => UnpackingLz4(packed),
        CompressionType.Zstd => new DecompressionStream(Open(packed)),
        _ => throw new InvalidDataException($"compression type {(int)type} is none of Kafka's"),
    });

    private static LZ4DecoderStream UnpackingLz4(ReadOnlyMemory<byte> packed)
    {
        Lz4Frames.Check(packed.Span);
        return LZ4Stream.Decode(Open(packed));
    }

    public static int Read(CompressionType type, Stream unpacking, Memory<byte> into) => Guarded(type, () => unpacking.Read(into.Span));

    internal static InvalidDataException TooLarge(int maxBytes) => new($"the records unpack to more than {maxBytes} bytes");

    private static T Guarded<T>(CompressionType type, Func<T> unpack)
    {
        try
        {
            return unpack();
        }
        catch (Exception e) when (e is not InvalidDataException and not OutOfMemoryException)
        {
            throw new InvalidDataException($"not valid {type}: {e.Message}", e);
        }
    }

    public static byte[] Compress(CompressionType type, ReadOnlySpan<byte> body)
    {
        // Unframed, as librdkafka writes it; every client reads it beside the framed kind.
        if (type == CompressionType.Snappy) return Snappy.CompressToArray(body);
        if (type == CompressionType.None) return body.ToArray();
        using var packed = new MemoryStream(body.Length / 2 + 64);
        using (var into = Packer(type, packed))
            for (; !body.IsEmpty; body = body[Math.Min(body.Length, Piece)..]) into.Write(body[..Math.Min(body.Length, Piece)]);
        return packed.ToArray();
    }

    private static Stream Packer(CompressionType type, Stream packed) => type switch
    {
        CompressionType.Gzip => new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true),
        CompressionType.Lz4 => LZ4Stream.Encode(packed, Lz4, leaveOpen: true),
        CompressionType.Zstd => new CompressionStream(packed, leaveOpen: true),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "none of Kafka's"),
    };

    private static MemoryStream Open(ReadOnlyMemory<byte> bytes) =>
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(bytes, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(bytes.ToArray(), writable: false);

    // What is large is unpacked once to see how large: a bomb then takes no memory, and anything else no more than its size.
    private static (byte[] Start, int Size) Measure(CompressionType type, Stream unpacking, int maxBytes)
    {
        var bytes = new byte[Piece];
        var filled = Fill(type, unpacking, bytes);
        while (filled == bytes.Length && bytes.Length < Small)
        {
            Array.Resize(ref bytes, bytes.Length * 4);
            filled += Fill(type, unpacking, bytes.AsMemory(filled));
        }
        var size = (long)filled;
        if (filled == bytes.Length)
        {
            var rest = new byte[Piece];
            for (int n; size <= maxBytes && (n = Read(type, unpacking, rest)) > 0;) size += n;
        }
        return size <= maxBytes ? (bytes, (int)size) : throw TooLarge(maxBytes);
    }

    private static int Fill(CompressionType type, Stream unpacking, Memory<byte> into)
    {
        var filled = 0;
        for (int n; filled < into.Length && (n = Read(type, unpacking, into.Slice(filled, Math.Min(into.Length - filled, Piece)))) > 0;) filled += n;
        return filled;
    }
}
