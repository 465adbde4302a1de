using Noderr.LocalKafka.Topics;
using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Groups;

/// <summary>
/// <see cref="Sequence"/> orders commits as they lie in the log: of a plain and a transactional one the later wins.
/// <see cref="ExpiresAtMs"/> is there when the client (of a version that could) asked for a time of its own.
/// </summary>
public sealed record CommittedOffset(long Offset, int LeaderEpoch, string Metadata, long CommittedAtMs, long Sequence, long? ExpiresAtMs = null);

public readonly record struct OffsetToCommit(TopicPartition Partition, long Offset, int LeaderEpoch, string? Metadata, long RetentionMs = -1);

/// <summary>No offset: the group hasn't committed there.</summary>
public readonly record struct FetchedOffset(TopicPartition Partition, CommittedOffset? Offset, ErrorCode Error);
