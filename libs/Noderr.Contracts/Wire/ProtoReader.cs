using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Noderr.Journal.Entries;

namespace Noderr.Contracts.Wire;

/// <summary>
/// Goes through the fields of a protobuf message in place. Whatever can't be one is an <see cref="EntryFormatException"/> that names the
/// byte; nothing else is thrown, whatever the bytes are.
/// </summary>
internal ref struct ProtoReader
{
    private const int DeepestGroup = 100;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // The outermost message up to the end of this one: positions are the same for all.
    private readonly ReadOnlySpan<byte> bytes;
    private int position;
    private int start;
    private WireType type;

    public ProtoReader(ReadOnlySpan<byte> message) => bytes = message;

    private ProtoReader(ReadOnlySpan<byte> bytes, int position)
    {
        this.bytes = bytes;
        this.position = position;
    }

    /// <summary>The number of the field that is to be read or skipped.</summary>
    public int Field { get; private set; }

    public bool Next()
    {
        if (position == bytes.Length) return false;
        start = position;
        var tag = Varint();
        if (tag is < 8 or > uint.MaxValue) throw Fault($"no field has the tag {tag}");
        Field = (int)(tag >> 3);
        type = (WireType)(tag & 7);
        return true;
    }

    public long Int64()
    {
        Expect(WireType.Varint);
        return (long)Varint();
    }

    /// <summary>An enum or an int32: what exceeds 32 bits is cut off, as everywhere in protobuf.</summary>
    public int Int32() => (int)Int64();

    /// <summary>One or many: a repeated field comes packed, or one by one.</summary>
    public void Int32s(List<int> into, int most)
    {
        if (type != WireType.Bytes) into.Add(Int32());
        else
        {
            for (var packed = Message(); packed.position < packed.bytes.Length && into.Count <= most;) into.Add((int)packed.Varint());
        }
        if (into.Count > most) throw Fault($"field {Field} has more than {most} values");
    }

    public bool Bool() => Int64() != 0;

    public double Double()
    {
        Expect(WireType.Fixed64);
        return BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));
    }

    public ReadOnlySpan<byte> Bytes()
    {
        Expect(WireType.Bytes);
        return Take(Varint());
    }

    public string Text()
    {
        var text = Bytes();
        try
        {
            return Strict.GetString(text);
        }
        catch (DecoderFallbackException)
        {
            throw Fault($"field {Field} is not UTF-8");
        }
    }

    public ProtoReader Message()
    {
        var length = Bytes().Length;
        return new ProtoReader(bytes[..position], position - length);
    }

    public void Skip() => Skip(0);

    [DoesNotReturn]
    public readonly void Fail(string fault) => throw Fault(fault);

    private void Skip(int depth)
    {
        switch (type)
        {
            case WireType.Varint: Varint(); break;
            case WireType.Fixed64: Take(sizeof(ulong)); break;
            case WireType.Bytes: Take(Varint()); break;
            case WireType.Fixed32: Take(sizeof(uint)); break;
            case WireType.StartGroup when depth < DeepestGroup: SkipGroup(depth + 1); break;
            case WireType.StartGroup: throw Fault($"groups lie more than {DeepestGroup} deep");
            default: throw Fault($"field {Field} has the wire type {(int)type}");
        }
    }

    private void SkipGroup(int depth)
    {
        var group = Field;
        while (Next())
        {
            if (type != WireType.EndGroup) Skip(depth);
            else if (Field == group) return;
            else throw Fault($"group {group} ends as {Field}");
        }
        throw Fault($"group {group} does not end");
    }

    private readonly void Expect(WireType expected)
    {
        if (type != expected) throw Fault($"field {Field} has the wire type {(int)type} ({type}) in place of {(int)expected} ({expected})");
    }

    private ulong Varint()
    {
        if (position < bytes.Length && bytes[position] < 0x80) return bytes[position++];
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (position == bytes.Length) throw Fault("the message ends inside of a number");
            var next = bytes[position++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next >= 0x80) continue;
            if (shift == 63 && next > 1) break;
            return value;
        }
        throw Fault("a number has more than 64 bits");
    }

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)(bytes.Length - position)) throw Fault($"{length} bytes are announced, {bytes.Length - position} are left");
        var taken = bytes.Slice(position, (int)length);
        position += (int)length;
        return taken;
    }

    private readonly EntryFormatException Fault(string fault) => new($"byte {start}: {fault}");
}
