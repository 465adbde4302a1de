namespace Noderr.LocalKafka.Inspect;

/// <summary>What a look at a whole folder found.</summary>
public sealed record FolderVerdict(int Topics, int Partitions, long Records, long Bytes, IReadOnlyList<Finding> Findings)
{
    public int Faults => Findings.Count(f => f.Severity == Severity.Damage);
    public int Warnings => Findings.Count(f => f.Severity == Severity.Warning);
    public bool IsSound => Faults == 0;
}

/// <summary>Bytes read so far, of all there are.</summary>
public readonly record struct CheckProgress(long Done, long Total, string Topic);

/// <summary>Reads every batch of a folder, or of one topic in it.</summary>
public static class FolderCheck
{
    public static FolderVerdict Run(StoredData data, string? only = null, Action<CheckProgress>? progress = null)
    {
        var topics = data.Topics.Where(t => only is null || t.Name == only).ToList();
        var findings = new List<Finding>(only is null ? data.Findings : []);
        var total = topics.Sum(t => Directory.EnumerateFiles(t.Folder, "*.log", SearchOption.AllDirectories).Sum(f => new FileInfo(f).Length));
        long records = 0, bytes = 0;
        foreach (var topic in topics)
        {
            for (var i = 0; i < topic.PartitionCount; i++)
            {
                var before = bytes;
                var check = new PartitionCheck(topic.Partition(i), data.EndedCleanly, findings.Add)
                {
                    Contents = CoordinatorContents.Of(topic.Name),
                    Progress = read => progress?.Invoke(new CheckProgress(before + read, total, topic.Name)),
                };
                check.Run();
                records += check.Records;
                bytes += check.Bytes;
            }
        }
        return new FolderVerdict(topics.Count, topics.Sum(t => t.PartitionCount), records, bytes, findings);
    }
}
