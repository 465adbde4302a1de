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
        try
        {
            return type switch
            {
                CompressionType.Gzip => Drain(new GZipStream(Open(packed), CompressionMode.Decompress), maxBytes),
                CompressionType.Snappy => SnappyBlocks.Decompress(packed.Span, maxBytes),
                CompressionType.Lz4 => Drain(LZ4Stream.Decode(Open(packed)), maxBytes),
                CompressionType.Zstd => Drain(new DecompressionStream(Open(packed)), maxBytes),
                _ => throw new InvalidDataException($"compression type {(int)type} is none of Kafka's"),
            };
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

    private static ReadOnlyMemory<byte> Drain(Stream unpacking, int maxBytes)
    {
        using (unpacking)
        {
            var bytes = new byte[Math.Min(maxBytes, 64 << 10)];
            var filled = 0;
            for (int n; (n = unpacking.Read(bytes, filled, bytes.Length - filled)) > 0;)
            {
                filled += n;
                if (filled < bytes.Length) continue;
                if (bytes.Length < maxBytes) Array.Resize(ref bytes, (int)Math.Min(maxBytes, bytes.Length * 2L));
                else if (unpacking.ReadByte() < 0) break;
                else throw new InvalidDataException($"the records unpack to more than {maxBytes} bytes");
            }
            return bytes.AsMemory(0, filled);
        }
    }
}
