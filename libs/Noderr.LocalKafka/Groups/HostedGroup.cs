namespace Noderr.LocalKafka.Groups;

/// <summary>A group with all that the coordinator keeps for it.</summary>
internal sealed class HostedGroup(string id, GroupSettings settings)
{
    public Group Group { get; } = new(id, settings);
    public GroupOffsets Offsets { get; } = new();

    /// <summary>The last write of the members; answers that rest on it wait for it.</summary>
    public Task Stored { get; set; } = Task.CompletedTask;

    /// <summary>The log has a record of the members, which must be taken back when the group goes.</summary>
    public bool IsInLog { get; set; }

    public long EmptySinceMs { get; set; }

    public bool IsVacant => Group.IsVacant && Offsets.IsEmpty;
}
