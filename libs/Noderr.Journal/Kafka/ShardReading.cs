namespace Noderr.Journal.Kafka;

/// <summary>How a shard stands, for whoever measures it.</summary>
/// <param name="Epoch">Of the lease that is held; 0 when none is.</param>
/// <param name="Entries">Acknowledged by its journal.</param>
/// <param name="Events">Decided.</param>
/// <param name="Recovery">What it took to own the shard the last time.</param>
public sealed record ShardReading(long Epoch, long Entries, long Events, TimeSpan Recovery, IReadOnlyList<FeedReading> Feeds);

/// <summary>How far a partition is taken, and how many records of it are not.</summary>
public readonly record struct FeedReading(string Topic, int Partition, long Position, long Lag);

/// <summary>Told how long things take, with the <see cref="System.Diagnostics.Stopwatch"/> timestamp of their beginning; called under the shard's lock.</summary>
public interface IShardTimes
{
    /// <summary>From the arrival of what caused it.</summary>
    void Decided(long since);

    /// <summary>From the decision until it is in the log.</summary>
    void Acknowledged(long since);
}
