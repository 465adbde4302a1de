using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;

namespace Noderr.Contracts.Wire;

/// <summary>
/// Writes protobuf fields into a span that the caller knows to be long enough (see <see cref="Room"/>). Values that proto3 takes for granted
/// are left out, as generated code does.
/// </summary>
internal ref struct ProtoWriter(Span<byte> into)
{
    private readonly Span<byte> bytes = into;
    private int position;

    public readonly int Length => position;

    public void Int64(int field, long value)
    {
        if (value == 0) return;
        Tag(field, WireType.Varint);
        Varint((ulong)value);
    }

    /// <summary>Generated code compares with zero too, so it leaves out a negative zero.</summary>
    public void Double(int field, double value)
    {
        if (value != 0) Fixed(field, value);
    }

    /// <summary>Of a map's entry: there generated code compares bits, and writes a negative zero.</summary>
    public void DoubleOfMap(int field, double value)
    {
        if (BitConverter.DoubleToInt64Bits(value) != 0) Fixed(field, value);
    }

    /// <summary>Packed, as proto3 has them.</summary>
    public void Int32s(int field, IReadOnlyList<int> values)
    {
        if (values.Count == 0) return;
        var start = Begin(field);
        for (var i = 0; i < values.Count; i++) Varint((ulong)(long)values[i]);
        End(start);
    }

    public void Bool(int field, bool value) => Int64(field, value ? 1 : 0);

    public void Bytes(int field, scoped ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty) return;
        Tag(field, WireType.Bytes);
        Varint((ulong)value.Length);
        value.CopyTo(bytes[position..]);
        position += value.Length;
    }

    public void Text(int field, string value)
    {
        if (value.Length == 0) return;
        Tag(field, WireType.Bytes);
        Varint((ulong)Encoding.UTF8.GetByteCount(value));
        position += Encoding.UTF8.GetBytes(value, bytes[position..]);
    }

    /// <summary>Opens a message inside this one; what is returned closes it.</summary>
    public int Begin(int field)
    {
        Tag(field, WireType.Bytes);
        return ++position;
    }

    /// <summary>
    /// The length stands before what it counts and is not known until then. One byte is kept for it; a message of 128 bytes and more moves
    /// up, which is cheaper than to compute all sizes first.
    /// </summary>
    public void End(int start)
    {
        var length = position - start;
        if (length < 0x80)
        {
            bytes[start - 1] = (byte)length;
            return;
        }
        var shift = BitOperations.Log2((uint)length) / 7;
        bytes[start..position].CopyTo(bytes[(start + shift)..]);
        position = start - 1;
        Varint((ulong)length);
        position += length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Tag(int field, WireType type)
    {
        var tag = (uint)field << 3 | (uint)type;
        if (tag < 0x80) bytes[position++] = (byte)tag;
        else Varint(tag);
    }

    private void Fixed(int field, double value)
    {
        Tag(field, WireType.Fixed64);
        BinaryPrimitives.WriteDoubleLittleEndian(bytes[position..], value);
        position += sizeof(double);
    }

    private void Varint(ulong value)
    {
        var at = position;
        for (; value >= 0x80; value >>= 7) bytes[at++] = (byte)(value | 0x80);
        bytes[at++] = (byte)value;
        position = at;
    }
}
