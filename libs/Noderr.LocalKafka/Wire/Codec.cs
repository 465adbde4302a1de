using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Noderr.LocalKafka.Wire;

/// <summary>
/// Walks a <see cref="Shape"/> over bytes, reading or writing. Each call names a field and the versions it is in; a field outside
/// the message's version is left alone. From the flexible version on, lengths are varints and every part ends with tagged fields.
/// </summary>
public sealed class Codec
{
    public const short Always = short.MaxValue;

    // A frame can announce millions of one-byte elements, each of which becomes an object of 50 bytes and more.
    private const int MaxElements = 100_000;

    private const int MaxExplanation = 1000;

    private Memory<byte> input;
    private int position;
    private int limit;
    private byte[] output = [];
    private int elements;
    private List<Insert>? inserts;

    public short Version { get; private set; }
    public bool Flexible { get; private set; }
    public bool Writing { get; private set; }

    /// <summary>What lies in files and is sent from there: it belongs at this place of the encoded bytes.</summary>
    public readonly record struct Insert(int Position, IRecordSource Source);

    public int Remaining => limit - position;
    public int Position => position;
    public IReadOnlyList<Insert> Inserts => inserts ?? (IReadOnlyList<Insert>)[];
    public ReadOnlyMemory<byte> Written => output.AsMemory(0, position);

    public static Codec Reader(Memory<byte> bytes, short version, bool flexible)
    {
        var c = new Codec();
        c.Read(bytes, version, flexible);
        return c;
    }

    public static Codec Writer(short version, bool flexible)
    {
        var c = new Codec();
        c.Write(version, flexible);
        return c;
    }

    public void Read(Memory<byte> bytes, short version, bool flexible)
    {
        (input, position, limit, elements) = (bytes, 0, bytes.Length, 0);
        (Version, Flexible, Writing) = (version, flexible, false);
    }

    public void Write(short version, bool flexible)
    {
        position = 0;
        inserts?.Clear();
        (Version, Flexible, Writing) = (version, flexible, true);
    }

    /// <summary>The rest of what is walked has another layout: a header's version is told by the fields before it.</summary>
    public void Continue(short version, bool flexible) => (Version, Flexible) = (version, flexible);

    /// <summary>A length that is known only when what it counts has been written.</summary>
    public void PatchInt32(int at, int value) => BinaryPrimitives.WriteInt32BigEndian(output.AsSpan(at), value);

    /// <summary>Gives the buffer back; the codec can be used again.</summary>
    public void Release()
    {
        if (output.Length > 0) ArrayPool<byte>.Shared.Return(output);
        output = [];
        input = default;
        inserts?.Clear();
    }

    public Codec Message(Shape shape)
    {
        shape.Walk(this);
        Tags(shape);
        return this;
    }

    public Codec Struct<T>(ref T shape, short since = 0, short until = Always) where T : Shape
    {
        if (In(since, until)) Message(shape);
        return this;
    }

    public Codec Bool(ref bool value, short since = 0, short until = Always)
    {
        if (!In(since, until)) return this;
        if (Writing) Space(1)[0] = value ? (byte)1 : (byte)0;
        else value = Take(1)[0] != 0;
        return this;
    }

    public Codec Int8(ref sbyte value, short since = 0, short until = Always)
    {
        if (!In(since, until)) return this;
        if (Writing) Space(1)[0] = (byte)value;
        else value = (sbyte)Take(1)[0];
        return this;
    }

    public Codec Int16(ref short value, short since = 0, short until = Always)
    {
        if (!In(since, until)) return this;
        if (Writing) BinaryPrimitives.WriteInt16BigEndian(Space(2), value);
        else value = BinaryPrimitives.ReadInt16BigEndian(Take(2));
        return this;
    }

    public Codec Error(ref ErrorCode value, short since = 0, short until = Always)
    {
        var code = (short)value;
        Int16(ref code, since, until);
        value = (ErrorCode)code;
        return this;
    }

    public Codec Int32(ref int value, short since = 0, short until = Always)
    {
        if (!In(since, until)) return this;
        if (Writing) BinaryPrimitives.WriteInt32BigEndian(Space(4), value);
        else value = BinaryPrimitives.ReadInt32BigEndian(Take(4));
        return this;
    }

    public Codec Int64(ref long value, short since = 0, short until = Always)
    {
        if (!In(since, until)) return this;
        if (Writing) BinaryPrimitives.WriteInt64BigEndian(Space(8), value);
        else value = BinaryPrimitives.ReadInt64BigEndian(Take(8));
        return this;
    }

    public Codec Uuid(ref Guid value, short since = 0, short until = Always)
    {
        if (!In(since, until)) return this;
        if (Writing) value.TryWriteBytes(Space(16), bigEndian: true, out _);
        else value = new Guid(Take(16), bigEndian: true);
        return this;
    }

    public Codec String(ref string value, short since = 0, short until = Always)
    {
        if (!In(since, until)) return this;
        string? text = value;
        Text(ref text);
        value = text ?? throw new WireException("a text is null that may not be");
        return this;
    }

    public Codec NullableString(ref string? value, short since = 0, short until = Always)
    {
        if (In(since, until)) Text(ref value);
        return this;
    }

    /// <summary>Words for a reader, which may repeat what a client sent: what is too long is cut.</summary>
    public Codec Explanation(ref string? value, short since = 0, short until = Always)
    {
        if (Writing && value?.Length > MaxExplanation) value = value[..MaxExplanation];
        return NullableString(ref value, since, until);
    }

    /// <summary>When read, the bytes are a part of the frame: copy what outlives the request.</summary>
    public Codec Bytes(ref ReadOnlyMemory<byte> value, short since = 0, short until = Always)
    {
        if (!In(since, until)) return this;
        if (Writing)
        {
            Length32(value.Length);
            value.Span.CopyTo(Space(value.Length));
            return this;
        }
        var length = Length32(0);
        if (length < 0) throw new WireException("bytes are null that may not be");
        value = Slice(length);
        return this;
    }

    public Codec Records(ref RecordData value, short since = 0, short until = Always)
    {
        if (!In(since, until)) return this;
        if (Writing)
        {
            Length32(value.IsNull ? -1 : value.Length);
            if (value.Source is { } source) (inserts ??= []).Add(new Insert(position, source));
            else value.Bytes.Span.CopyTo(Space(value.Bytes.Length));
            return this;
        }
        var length = Length32(0);
        value = length < 0 ? RecordData.Null : new RecordData(Slice(length));
        return this;
    }

    public Codec Array<T>(ref List<T> value, short since = 0, short until = Always) where T : Shape, new()
    {
        if (!In(since, until)) return this;
        List<T>? list = value;
        Shapes(ref list);
        value = list ?? throw new WireException("a list is null that may not be");
        return this;
    }

    public Codec NullableArray<T>(ref List<T>? value, short since = 0, short until = Always) where T : Shape, new()
    {
        if (In(since, until)) Shapes(ref value);
        return this;
    }

    public Codec Int32s(ref List<int> value, short since = 0, short until = Always)
    {
        if (!In(since, until)) return this;
        var count = Count(value.Count);
        if (!Writing) value = new List<int>(Math.Min(count, Remaining / 4));
        for (var i = 0; i < count; i++)
        {
            var item = Writing ? value[i] : 0;
            Int32(ref item);
            if (!Writing) value.Add(item);
        }
        return this;
    }

    public Codec Int64s(ref List<long> value, short since = 0, short until = Always)
    {
        if (!In(since, until)) return this;
        var count = Count(value.Count);
        if (!Writing) value = new List<long>(Math.Min(count, Remaining / 8));
        for (var i = 0; i < count; i++)
        {
            var item = Writing ? value[i] : 0;
            Int64(ref item);
            if (!Writing) value.Add(item);
        }
        return this;
    }

    public Codec Strings(ref List<string> value, short since = 0, short until = Always)
    {
        if (!In(since, until)) return this;
        List<string>? list = value;
        NullableStrings(ref list, since, until);
        value = list ?? throw new WireException("a list is null that may not be");
        return this;
    }

    public Codec NullableStrings(ref List<string>? value, short since = 0, short until = Always)
    {
        if (!In(since, until)) return this;
        var count = NullableCount(value?.Count ?? -1);
        if (count < 0) { value = null; return this; }
        var list = Writing ? value! : [];
        for (var i = 0; i < count; i++)
        {
            var item = Writing ? list[i] : "";
            String(ref item);
            if (!Writing) list.Add(item);
        }
        value = list;
        return this;
    }

    private bool In(short since, short until) => Version >= since && Version <= until;

    private void Shapes<T>(ref List<T>? value) where T : Shape, new()
    {
        var count = NullableCount(value?.Count ?? -1);
        if (count < 0) { value = null; return; }
        if (Writing)
        {
            foreach (var item in value!) Message(item);
            return;
        }
        var list = new List<T>(Math.Min(count, 64));
        for (var i = 0; i < count; i++)
        {
            var item = new T();
            Message(item);
            list.Add(item);
        }
        value = list;
    }

    private void Text(ref string? value)
    {
        if (Writing)
        {
            var bytes = value is null ? -1 : Encoding.UTF8.GetByteCount(value);
            if (Flexible) UnsignedVarint((uint)(bytes + 1));
            else BinaryPrimitives.WriteInt16BigEndian(Space(2), checked((short)bytes));
            if (bytes > 0) Encoding.UTF8.GetBytes(value, Space(bytes));
            return;
        }
        var length = Flexible ? (int)UnsignedVarint(0) - 1 : BinaryPrimitives.ReadInt16BigEndian(Take(2));
        if (length is < -1 or > short.MaxValue) throw new WireException($"a text of length {length}");
        if (length < 0)
        {
            value = null;
            return;
        }
        var bytesOfText = Take(length);
        // Read with replacements it would come out up to three times as long, and not fit where it is written again.
        if (!Utf8.IsValid(bytesOfText)) throw new WireException("a text that is not UTF-8");
        value = Encoding.UTF8.GetString(bytesOfText);
    }

    private int Count(int count)
    {
        count = NullableCount(count);
        return count >= 0 ? count : throw new WireException("a list is null that may not be");
    }

    private int NullableCount(int count)
    {
        count = Length32(count);
        if (Writing) return count;
        elements += Math.Max(count, 0);
        if (count < -1 || count > Remaining || elements > MaxElements)
            throw new WireException($"a list of {count} elements where {Remaining} bytes are left");
        return count;
    }

    private int Length32(int length)
    {
        if (Flexible) return (int)UnsignedVarint((uint)(length + 1)) - 1;
        Int32(ref length);
        return length;
    }

    private uint UnsignedVarint(uint value)
    {
        if (Writing)
        {
            var space = Space(5);
            var n = WriteVarint(space, value);
            position -= 5 - n;
            return value;
        }
        uint result = 0;
        for (var shift = 0; shift < 35; shift += 7)
        {
            var b = Take(1)[0];
            result |= (uint)(b & 0x7f) << shift;
            if (b < 0x80) return result;
        }
        throw new WireException("a varint of more than five bytes");
    }

    private static int WriteVarint(Span<byte> space, uint value)
    {
        var n = 0;
        for (; value >= 0x80; value >>= 7) space[n++] = (byte)(value | 0x80);
        space[n++] = (byte)value;
        return n;
    }

    /// <summary>Tagged fields of a part that has none, as a header.</summary>
    public void Tags() => Tags(null);

    private void Tags(Shape? shape)
    {
        if (!Flexible) return;
        var known = shape?.KnownTags ?? 0;
        if (Writing)
        {
            var count = 0;
            for (var tag = 0; tag < known; tag++) if (shape!.HasTag(tag, Version)) count++;
            UnsignedVarint((uint)count);
            for (var tag = 0; tag < known; tag++) if (shape!.HasTag(tag, Version)) WriteTag(shape, tag);
            return;
        }
        for (var left = UnsignedVarint(0); left > 0; left--)
        {
            var tag = UnsignedVarint(0);
            var size = UnsignedVarint(0);
            if (size > Remaining) throw new WireException($"a tagged field of {size} bytes where {Remaining} are left");
            if (tag >= known) { position += (int)size; continue; }
            var (outer, end) = (limit, position + (int)size);
            limit = end;
            shape!.WalkTag(this, (int)tag);
            if (position != end) throw new WireException($"tagged field {tag} is longer than what it holds");
            limit = outer;
        }
    }

    private void WriteTag(Shape shape, int tag)
    {
        UnsignedVarint((uint)tag);
        var start = position;
        shape.WalkTag(this, tag);
        var length = position - start;
        Span<byte> size = stackalloc byte[5];
        var n = WriteVarint(size, (uint)length);
        Space(n);
        output.AsSpan(start, length).CopyTo(output.AsSpan(start + n));
        size[..n].CopyTo(output.AsSpan(start));
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > limit - position) throw new WireException($"{count} bytes are wanted where {Remaining} are left");
        var span = input.Span.Slice(position, count);
        position += count;
        return span;
    }

    private Memory<byte> Slice(int count)
    {
        if (count > limit - position) throw new WireException($"{count} bytes are wanted where {Remaining} are left");
        var memory = input.Slice(position, count);
        position += count;
        return memory;
    }

    private Span<byte> Space(int count)
    {
        if (output.Length - position < count)
        {
            var grown = ArrayPool<byte>.Shared.Rent(Math.Max(output.Length * 2, Math.Max(position + count, 256)));
            output.AsSpan(0, position).CopyTo(grown);
            if (output.Length > 0) ArrayPool<byte>.Shared.Return(output);
            output = grown;
        }
        var span = output.AsSpan(position, count);
        position += count;
        return span;
    }
}
