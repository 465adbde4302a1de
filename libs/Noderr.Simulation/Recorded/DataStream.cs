using System.IO.Compression;

namespace Noderr.Simulation.Recorded;

/// <summary>
/// A file's bytes as they were before somebody compressed it; what the file is called plays no part in that. GZipStream takes a file that was
/// cut off for one that has ended. So a last part is read behind the file, a line that no table has: if it does not come out, something was missing.
/// </summary>
internal sealed class DataStream : IDisposable
{
    private static readonly byte[] lastPart = Compress("\n\0end\n"u8);

    private readonly FileStream file;
    private readonly WithLastPart? compressed;
    private readonly Stream plain;

    private DataStream(FileStream file, bool gzip)
    {
        this.file = file;
        compressed = gzip ? new WithLastPart(file) : null;
        plain = compressed is null ? file : new GZipStream(compressed, CompressionMode.Decompress);
    }

    public long BytesRead => file.Position;

    public long Bytes => file.Length;

    public bool IsCompressed => compressed is not null;

    /// <summary>Nothing more comes than what was read already.</summary>
    public bool IsReadToTheEnd => compressed?.WasGiven ?? false;

    public static DataStream Open(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16, FileOptions.SequentialScan);
        var gzip = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        return new DataStream(file, gzip);
    }

    public int Read(Span<byte> into) => plain.Read(into);

    public bool IsEnd(ReadOnlySpan<byte> line) => IsCompressed && line.SequenceEqual("\0end"u8);

    public void Dispose()
    {
        plain.Dispose();
        file.Dispose();
    }

    private static byte[] Compress(ReadOnlySpan<byte> bytes)
    {
        using var into = new MemoryStream();
        using (var gzip = new GZipStream(into, CompressionLevel.Optimal)) gzip.Write(bytes);
        return into.ToArray();
    }

    private sealed class WithLastPart(FileStream file) : Stream
    {
        private int given;

        public bool WasGiven => given > 0;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            if (file.Read(buffer) is > 0 and var count) return count;
            var rest = lastPart.AsSpan(given, Math.Min(buffer.Length, lastPart.Length - given));
            rest.CopyTo(buffer);
            given += rest.Length;
            return rest.Length;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
