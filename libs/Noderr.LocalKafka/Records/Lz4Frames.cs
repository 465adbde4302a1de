using System.Buffers.Binary;

namespace Noderr.LocalKafka.Records;

/// <summary>
/// Looks over the blocks of LZ4 frames before they are unpacked: the package makes room for as much as a block says it has, which may
/// be two gigabytes where a few bytes are.
/// </summary>
internal static class Lz4Frames
{
    private const uint Magic = 0x184D2204;
    private const int Flags = 4, FrameHeader = 7;
    private const int ContentSize = 0x08, DictionaryId = 0x01, BlockChecksum = 0x10, ContentChecksum = 0x04;
    private const uint LengthBits = 0x7fff_ffff;

    public static void Check(ReadOnlySpan<byte> packed)
    {
        for (var rest = packed; !rest.IsEmpty;)
        {
            if (Word(rest) != Magic) throw new InvalidDataException("no LZ4 frame");
            if (rest.Length < FrameHeader) throw CutOff();
            var flags = rest[Flags];
            rest = Skip(rest, FrameHeader + ((flags & ContentSize) != 0 ? 8 : 0) + ((flags & DictionaryId) != 0 ? 4 : 0));
            for (uint length; (length = Word(rest) & LengthBits) > 0;)
                rest = Skip(rest, 4L + length + ((flags & BlockChecksum) != 0 ? 4 : 0));
            rest = Skip(rest, 4 + ((flags & ContentChecksum) != 0 ? 4 : 0));
        }
    }

    private static uint Word(ReadOnlySpan<byte> bytes) => bytes.Length >= 4 ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : throw CutOff();

    private static ReadOnlySpan<byte> Skip(ReadOnlySpan<byte> bytes, long count) => count <= bytes.Length ? bytes[(int)count..] : throw CutOff();

    private static InvalidDataException CutOff() => new("an LZ4 frame ends inside a block");
}
