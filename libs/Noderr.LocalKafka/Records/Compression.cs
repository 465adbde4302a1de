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
    /// <summary>Clients pack about a megabyte; ones that reckon by compressed size up to twenty times that.</summary>
    public const int DefaultLimit = 64 << 20;

    // Java's clients refuse blocks that lean on the one before.
    private static readonly LZ4EncoderSettings Lz4 = new() { ChainBlocks = false, BlockSize = 64 << 10 };

    public static ReadOnlyMemory<byte> Decompress(CompressionType type, ReadOnlyMemory<byte> packed, int maxBytes = DefaultLimit)
    {
        if (type == CompressionType.None) return packed;
        // A batch whose records were all compacted away.
        if (packed.IsEmpty) return packed;
        using var unpacking = Unpacking(type, packed, maxBytes);
        return Drain(type, unpacking, maxBytes);
    }

    /// <summary>The body as it is unpacked; to be read with <see cref="Read"/>. Only Snappy, which can't claim much, is unpacked at once.</summary>
    public static Stream Unpacking(CompressionType type, ReadOnlyMemory<byte> packed, int maxBytes) => Guarded(type, () => type switch
    {
        CompressionType.Gzip => (Stream)new GZipStream(Open(packed), CompressionMode.Decompress),
        CompressionType.Snappy => new MemoryStream(SnappyBlocks.Decompress(packed.Span, maxBytes)),
        CompressionType.Lz4 => LZ4Stream.Decode(Open(packed)),
        CompressionType.Zstd => new DecompressionStream(Open(packed)),
        _ => throw new InvalidDataException($"compression type {(int)type} is none of Kafka's"),
    });

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
        using (var into = Packer(type, packed)) into.Write(body);
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

    private static ReadOnlyMemory<byte> Drain(CompressionType type, Stream unpacking, int maxBytes)
    {
        var bytes = new byte[Math.Min(maxBytes, 64 << 10)];
        var filled = 0;
        for (int n; (n = Read(type, unpacking, bytes.AsMemory(filled))) > 0;)
        {
            filled += n;
            if (filled < bytes.Length) continue;
            if (bytes.Length < maxBytes) Array.Resize(ref bytes, (int)Math.Min(maxBytes, bytes.Length * 2L));
            else if (Read(type, unpacking, new byte[1]) == 0) break;
            else throw TooLarge(maxBytes);
        }
        return bytes.AsMemory(0, filled);
    }
}
