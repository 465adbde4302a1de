using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Noderr.Cli.Kafka.Output;

/// <summary>Keys and values as they can be shown: text where they are text, else hexadecimal. What comes from a topic never steers the terminal.</summary>
internal static class Bytes
{
    public const int Shown = 200;

    // A number of eight bytes begins with a zero byte too; as a schema's id its next bytes are larger than any registry counts.
    private const int MaxSchemaId = 10_000_000;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string Show(ReadOnlyMemory<byte>? bytes, bool full, string none)
    {
        if (bytes is not { } given) return none;
        var id = SchemaId(given.Span);
        var payload = id is null ? given : given[5..];
        var limit = full ? int.MaxValue : Shown;
        var shown = Text(payload.Span) is { } text ? Cut(Escape(text), limit) : Hex(payload.Span, limit);
        var note = shown.Cut ? $"… ({Say.Count(given.Length, "byte")}; --full shows all)" : "";
        return (id is null ? "" : $"[schema {id}] ") + shown.Text + note;
    }

    /// <summary>The id in the head that Confluent's serializers write: a zero byte and four bytes of id.</summary>
    public static int? SchemaId(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 5 && bytes[0] == 0 && BinaryPrimitives.ReadInt32BigEndian(bytes[1..]) is > 0 and < MaxSchemaId and var id ? id : null;

    /// <summary>Null: not UTF-8.</summary>
    public static string? Text(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    public static string Escape(string text)
    {
        if (!text.Any(IsUnsafe)) return text;
        var safe = new StringBuilder();
        foreach (var c in text)
        {
            _ = c switch
            {
                '\n' => safe.Append("\\n"),
                '\r' => safe.Append("\\r"),
                '\t' => safe.Append("\\t"),
                _ when IsUnsafe(c) => safe.Append($"\\u{(int)c:x4}"),
                _ => safe.Append(c),
            };
        }
        return safe.ToString();
    }

    // Format characters reverse the writing or hide what stands there.
    private static bool IsUnsafe(char c) => char.IsControl(c)
        || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static (string Text, bool Cut) Cut(string text, int limit)
    {
        if (text.Length <= limit) return (text, false);
        return (char.IsHighSurrogate(text[limit - 1]) ? text[..(limit - 1)] : text[..limit], true);
    }

    private static (string Text, bool Cut) Hex(ReadOnlySpan<byte> bytes, int limit)
    {
        var count = Math.Min(bytes.Length, limit / 2);
        return ("0x" + Convert.ToHexStringLower(bytes[..count]), count < bytes.Length);
    }
}
