using System.Buffers;
using System.Text.Json;
using Noderr.LocalKafka.Registry;
using Noderr.LocalKafka.Registry.Protobuf;

namespace Noderr.Tests.Unit.Registry;

/// <summary>
/// Vectors recorded from Confluent's client. A valid one passes when id, indexes and payload are found, the indexes lead
/// to the named message and the head is written the same again; an invalid one when the head is refused or leads nowhere.
/// Faults inside the payload are the business of a message parser and are passed over.
/// </summary>
public class GoldenWireTests
{
    [Fact]
    public void Recorded_frames_are_read_and_written_the_same()
    {
        var folder = Environment.GetEnvironmentVariable("NODERR_GOLDEN");
        Assert.SkipWhen(folder is null, "NODERR_GOLDEN names no folder with golden cases");
        var judged = 0;
        foreach (var line in File.ReadLines(Path.Combine(folder!, "schema-registry", "wire_protobuf.jsonl")).Where(l => l.Length > 0))
        {
            using var document = JsonDocument.Parse(line);
            var vector = document.RootElement;
            if (vector.GetProperty("hex").GetString() is not { } hex) continue;
            if (vector.GetProperty("kind").GetString() == "valid") CheckValid(vector, hex);
            else CheckInvalid(vector, hex);
            judged++;
        }

        Assert.True(judged > 50);
    }

    private static void CheckValid(JsonElement vector, string hex)
    {
        if (vector.GetProperty("index_encoding").GetString() != "zigzag") return;
        var frame = ConfluentFrame.ReadProtobuf(Convert.FromHexString(hex));
        var path = vector.GetProperty("index_path").EnumerateArray().Select(i => i.GetInt32()).ToArray();
        Assert.Equal(vector.GetProperty("schema_id").GetInt32(), frame.SchemaId);
        Assert.Equal(path, frame.MessageIndexes);
        Assert.Equal(vector.GetProperty("message_hex").GetString(), hex[(frame.PayloadOffset * 2)..]);
        Assert.Equal(vector.GetProperty("message").GetString()!.Split('.')[^1], ProtobufTypes.Follow(Schema(vector).File, path)!.Name);

        var written = new ArrayBufferWriter<byte>();
        ConfluentFrame.WriteProtobuf(written, frame.SchemaId, path);
        Assert.Equal(hex[..(frame.PayloadOffset * 2)], Convert.ToHexStringLower(written.WrittenSpan));
    }

    private static void CheckInvalid(JsonElement vector, string hex)
    {
        var error = vector.GetProperty("error").GetString();
        var faultIsBehindTheHead = error is null or "SchemaRegistryError"
            || vector.GetProperty("error_message").GetString()!.StartsWith("Error parsing message", StringComparison.Ordinal);
        bool understood;
        try
        {
            var frame = ConfluentFrame.ReadProtobuf(Convert.FromHexString(hex));
            understood = ProtobufTypes.Follow(Schema(vector).File, frame.MessageIndexes) is not null;
        }
        catch (FormatException)
        {
            understood = false;
        }

        Assert.True(understood == faultIsBehindTheHead, vector.GetProperty("name").GetString());
    }

    private static ProtobufSchema Schema(JsonElement vector) => ProtobufSchema.Parse(vector.GetProperty("proto").GetString()!,
        vector.TryGetProperty("imports", out var imports) && imports.ValueKind == JsonValueKind.Object
            ? imports.EnumerateObject().ToDictionary(i => i.Name, i => i.Value.GetString()!)
            : new Dictionary<string, string>());
}
