using System.Text.Json;

namespace Noderr.Tests.Unit.LocalKafka;

/// <summary>Vectors recorded from Apache Kafka and its clients; they lie outside of this repository.</summary>
internal static class Golden
{
    public static IEnumerable<JsonElement> Lines(string file)
    {
        var root = Environment.GetEnvironmentVariable("NODERR_GOLDEN");
        Assert.SkipWhen(string.IsNullOrEmpty(root), "NODERR_GOLDEN names no folder of golden vectors");
        return File.ReadLines(Path.Combine(root!, "kafka-wire", file)).Select(line => JsonDocument.Parse(line).RootElement);
    }

    public static byte[] Hex(this JsonElement e, string name) => Convert.FromHexString(e.GetProperty(name).GetString()!);

    public static string? NullableHex(this JsonElement e, string name) => e.GetProperty(name).GetString();

    public static string Text(this JsonElement e, string name) => e.GetProperty(name).GetString()!;

    public static string? Hex(ReadOnlyMemory<byte>? bytes) => bytes is { } some ? Convert.ToHexStringLower(some.Span) : null;
}
