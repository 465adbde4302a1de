using Noderr.LocalKafka.Topics;

namespace Noderr.LocalKafka.Groups;

/// <summary>The log read again at start, in the order of its offsets, before anybody is answered.</summary>
public sealed partial class GroupCoordinator
{
    private readonly Dictionary<string, StoredGroup> restored = [];

    public void Replay(CoordinatorRecord record)
    {
        lock (gate)
        {
            sequence = record.Offset;
            if (record.CommitMarker is { } commit)
            {
                CompleteTransaction(record.ProducerId, commit);
                return;
            }
            if (record.Key is not { } key) return;
            switch (GroupRecords.ReadKey(key))
            {
                case OffsetCommitKey offset: ReplayOffset(offset, record); break;
                case GroupMetadataKey group: ReplayGroup(group.Group, record.Value); break;
            }
        }
    }

    public void Loaded()
    {
        lock (gate)
        {
            foreach (var (id, stored) in restored)
            {
                var hosted = Host(id);
                hosted.Group.Restore(stored, Now);
                hosted.IsInLog = true;
                hosted.EmptySinceMs = stored.Since;
            }
            restored.Clear();
            // What nothing is left of: its last offset was forgotten.
            foreach (var (id, hosted) in groups)
                if (hosted.IsVacant && !hosted.IsInLog) groups.Remove(id);
        }
    }

    private void ReplayOffset(OffsetCommitKey key, CoordinatorRecord record)
    {
        var (offsets, partition) = (Host(key.Group).Offsets, new TopicPartition(key.Topic, key.Partition));
        if (record.Value is not { } value)
        {
            offsets.Remove(partition);
            return;
        }
        var offset = GroupRecords.ReadOffset(value, record.Offset);
        if (record.Transactional) offsets.CommitPending(record.ProducerId, partition, offset);
        else offsets.Commit(partition, offset);
    }

    private void ReplayGroup(string id, ReadOnlyMemory<byte>? value)
    {
        if (value is { } bytes) restored[id] = GroupRecords.ReadGroup(bytes);
        else restored.Remove(id);
    }

    private HostedGroup Host(string id)
    {
        if (!groups.TryGetValue(id, out var hosted)) groups[id] = hosted = new HostedGroup(id, settings);
        return hosted;
    }
}
