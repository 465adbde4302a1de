using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Noderr.Journal.Deciders;

/// <summary>Writes a decider's state, field by field in a fixed order: for snapshots, and for the hash by which two states are compared.</summary>
public sealed class StateWriter
{
    private readonly ArrayBufferWriter<byte> bytes = new();

    public ReadOnlySpan<byte> Written => bytes.WrittenSpan;

    public UInt128 Hash => BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(bytes.WrittenSpan));

    public StateWriter Int64(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(bytes.GetSpan(8), value);
        bytes.Advance(8);
        return this;
    }

    public StateWriter Int32(int value) => Int64(value);

    public StateWriter UInt128(UInt128 value)
    {
        BinaryPrimitives.WriteUInt128LittleEndian(bytes.GetSpan(16), value);
        bytes.Advance(16);
        return this;
    }

    /// <summary>To the bit: two states are the same only if their statistics are.</summary>
    public StateWriter Double(double value) => Int64(BitConverter.DoubleToInt64Bits(value));

    public StateWriter Bool(bool value) => Int64(value ? 1 : 0);

    public StateWriter Text(string value)
    {
        var count = Encoding.UTF8.GetByteCount(value);
        Int64(count);
        bytes.Advance(Encoding.UTF8.GetBytes(value, bytes.GetSpan(count)));
        return this;
    }
}

/// <summary>Reads what <see cref="StateWriter"/> wrote.</summary>
public ref struct StateReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> rest = bytes;

    public readonly bool IsAtEnd => rest.IsEmpty;

    public long Int64()
    {
        var value = BinaryPrimitives.ReadInt64LittleEndian(rest);
        rest = rest[8..];
        return value;
    }

    public int Int32() => checked((int)Int64());

    public UInt128 UInt128()
    {
        var value = BinaryPrimitives.ReadUInt128LittleEndian(rest);
        rest = rest[16..];
        return value;
    }

    public double Double() => BitConverter.Int64BitsToDouble(Int64());

    public bool Bool() => Int64() != 0;

    public string Text()
    {
        var count = Int32();
        var text = Encoding.UTF8.GetString(rest[..count]);
        rest = rest[count..];
        return text;
    }
}
