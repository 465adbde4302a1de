namespace Noderr.Cli.Kafka.Dump;

/// <summary>A batch as a broker sent it or, with its place, as it lies in a stopped broker's file.</summary>
internal sealed record SeenBatch(int Partition, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Records below were not asked for: a batch may begin before the offset that reading begins at.</summary>
    public long From { get; init; }

    public string? File { get; init; }
    public int Position { get; init; }

    /// <summary>Instead of a batch: so many bytes at the end of the file are none.</summary>
    public int Unreadable { get; init; }
}

/// <summary>Where to begin to read, and whether to stay.</summary>
internal sealed record DumpRange(long? From, DateTimeOffset? Time, bool Follow)
{
    public long? TimeMs => Time?.ToUnixTimeMilliseconds();
}
