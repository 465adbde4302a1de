using Noderr.Domain.Numbers;

namespace Noderr.Domain.Events;

/// <summary>
/// A stretch of a journal is sealed. The hash is the newest link of a chain that goes through every record of the partition up to the last
/// offset, so whoever has the records can compute it again.
/// </summary>
public readonly record struct ComplianceEvent(string Journal, int Partition, long FirstOffset, long LastOffset, Digest Hash, Timestamp At);
