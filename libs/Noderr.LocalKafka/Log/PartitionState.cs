using System.Text.Json;
using System.Text.Json.Serialization;

namespace Noderr.LocalKafka.Log;

/// <summary>What a partition's batches don't tell: kept in a small file that is replaced whole.</summary>
public sealed class PartitionState
{
    private const string FileName = "partition.json";

    /// <summary>Records below were deleted by request or by retention.</summary>
    public long LogStart { get; set; }

    /// <summary>Compaction has been over the log up to here, so that offsets may be missing below.</summary>
    public long CompactedTo { get; set; }

    public List<EpochStart> Epochs { get; set; } = [];

    /// <summary>Guessing the start of a log would bring deleted records back: a file that can't be read is a damaged log.</summary>
    public static PartitionState Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) return new PartitionState();
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), StateJson.Default.PartitionState) ?? throw new JsonException("it holds null");
        }
        catch (JsonException e)
        {
            throw new LogDamagedException($"{path} can't be read: {e.Message}; see 'noderr kafka verify'");
        }
    }

    public void Write(string folder) =>
        Disk.Replace(Path.Combine(folder, FileName), JsonSerializer.SerializeToUtf8Bytes(this, StateJson.Default.PartitionState));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, IncludeFields = true)]
[JsonSerializable(typeof(PartitionState))]
internal sealed partial class StateJson : JsonSerializerContext;
