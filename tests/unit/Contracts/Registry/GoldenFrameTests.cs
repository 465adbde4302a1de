using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Noderr.Contracts.Framing;
using Noderr.Journal.Entries;
using Noderr.LocalKafka.Registry.Protobuf;

namespace Noderr.Tests.Unit.Contracts.Registry;

/// <summary>Frames that were recorded from Confluent's client. The path of a type is computed from the file's descriptor, not taken from the vector.</summary>
public class GoldenFrameTests
{
    [Fact]
    public void Recorded_frames_are_read_and_written_the_same()
    {
        var (valid, computed, invalid) = (0, 0, 0);
        foreach (var vector in Vectors())
        {
            var bytes = Convert.FromHexString(vector.GetProperty("hex").GetString()!);
            if (vector.GetProperty("kind").GetString() != "valid") invalid += IsRefused(vector, bytes) ? 1 : 0;
            else if (vector.GetProperty("index_encoding").GetString() == "zigzag")
            {
                CheckValid(vector, bytes);
                computed += CheckPath(vector) ? 1 : 0;
                valid++;
            }
        }
        Assert.True(valid > 40 && computed > 20 && invalid > 3, $"{valid} valid, {computed} computed, {invalid} refused");
    }

    private static IEnumerable<JsonElement> Vectors()
    {
        var root = Environment.GetEnvironmentVariable("NODERR_GOLDEN");
        Assert.SkipWhen(string.IsNullOrEmpty(root), "NODERR_GOLDEN names no folder of golden vectors");
        return File.ReadLines(Path.Combine(root!, "schema-registry", "wire_protobuf.jsonl")).Where(l => l.Length > 0).Select(l => JsonDocument.Parse(l).RootElement)
            .Where(v => v.GetProperty("hex").ValueKind == JsonValueKind.String);
    }

    private static void CheckValid(JsonElement vector, byte[] bytes)
    {
        var frame = RegistryFrame.Read(bytes);
        var places = vector.GetProperty("index_path").EnumerateArray().Select(i => i.GetInt32()).ToArray();
        Assert.Equal(vector.GetProperty("schema_id").GetInt32(), frame.SchemaId);
        Assert.Equal(places, MessagePath.Read(frame.Path));
        Assert.Equal(vector.GetProperty("message_hex").GetString(), Convert.ToHexStringLower(frame.Message));
        Assert.Equal(bytes[..^frame.Message.Length], RegistryFrame.Of(frame.SchemaId, MessagePath.Write(places)));
    }

    /// <summary>False where the file imports others, whose descriptors this test does not build.</summary>
    private static bool CheckPath(JsonElement vector)
    {
        var text = vector.GetProperty("proto").GetString()!;
        if (text.Contains("import ")) return false;
        var descriptor = ByteString.FromBase64(ProtobufSchema.Parse(text, new Dictionary<string, string>()).Format("serialized"));
        var file = FileDescriptor.BuildFromByteStrings([descriptor]).Single();
        var names = vector.GetProperty("message").GetString()![(file.Package.Length > 0 ? file.Package.Length + 1 : 0)..].Split('.');
        var message = names.Skip(1).Aggregate(file.MessageTypes.Single(m => m.Name == names[0]), (at, name) => at.NestedTypes.Single(m => m.Name == name));
        Assert.Equal(vector.GetProperty("index_hex").GetString(), Convert.ToHexStringLower(MessagePath.Of(message)));
        return true;
    }

    /// <summary>What is wrong behind the frame, or in the registry, is not the frame's business.</summary>
    private static bool IsRefused(JsonElement vector, byte[] bytes)
    {
        try
        {
            RegistryFrame.Read(bytes);
            return false;
        }
        catch (EntryFormatException)
        {
            Assert.NotNull(vector.GetProperty("error").GetString());
            return true;
        }
    }
}
