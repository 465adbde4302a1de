namespace Noderr.Tests.Broker.Hostile;

/// <summary>The topics that batches are thrown at, each of which makes the broker do something else with them.</summary>
public static class FuzzTopics
{
    public const string Plain = "fuzz-plain";

    private static readonly (string Name, string Value)[] Bounded = [("retention.bytes", "8388608"), ("segment.bytes", "1048576")];

    /// <summary>Small segments, so that they are closed, indexed, compacted and dropped while the test runs.</summary>
    public static readonly IReadOnlyDictionary<string, (string Name, string Value)[]> All = new Dictionary<string, (string, string)[]>
    {
        [Plain] = Bounded,
        ["fuzz-compact"] = [("cleanup.policy", "compact,delete"), ("min.cleanable.dirty.ratio", "0"), .. Bounded],
        ["fuzz-recompress"] = [("compression.type", "zstd"), .. Bounded],
        ["fuzz-stamped"] = [("message.timestamp.type", "LogAppendTime"), .. Bounded],
        ["fuzz-flushed"] = [("flush.messages", "1"), .. Bounded],
    };
}
