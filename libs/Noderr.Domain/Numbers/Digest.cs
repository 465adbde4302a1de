using System.Buffers.Binary;

namespace Noderr.Domain.Numbers;

/// <summary>A SHA-256, by value.</summary>
public readonly record struct Digest(UInt128 High, UInt128 Low)
{
    public const int Bytes = 32;

    public static Digest From(ReadOnlySpan<byte> bytes) => bytes.Length == Bytes
        ? new(BinaryPrimitives.ReadUInt128BigEndian(bytes), BinaryPrimitives.ReadUInt128BigEndian(bytes[16..]))
        : throw new ArgumentException($"a digest has {Bytes} bytes, not {bytes.Length}", nameof(bytes));

    public void Write(Span<byte> into)
    {
        BinaryPrimitives.WriteUInt128BigEndian(into, High);
        BinaryPrimitives.WriteUInt128BigEndian(into[16..], Low);
    }

    public override string ToString() => $"{High:x32}{Low:x32}";
}
