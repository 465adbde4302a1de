using Noderr.LocalKafka.Topics;
using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Groups;

/// <summary><see cref="Sequence"/> orders commits as they lie in the log: of a plain and a transactional one the later wins.</summary>
public sealed record CommittedOffset(long Offset, int LeaderEpoch, string Metadata, long CommittedAtMs, long Sequence);

public readonly record struct OffsetToCommit(TopicPartition Partition, long Offset, int LeaderEpoch, string? Metadata);

/// <summary>No offset: the group hasn't committed there.</summary>
public readonly record struct FetchedOffset(TopicPartition Partition, CommittedOffset? Offset, ErrorCode Error);
