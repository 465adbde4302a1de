using Noderr.LocalKafka.Log;
using Noderr.LocalKafka.Messages;
using Noderr.LocalKafka.Topics;
using Noderr.LocalKafka.Wire;
using static Noderr.LocalKafka.Messages.DescribeLogDirsResponse;
using static Noderr.LocalKafka.Messages.DescribeLogDirsResponse.DescribeLogDirsResult;

namespace Noderr.LocalKafka.Apis;

public sealed class DescribeLogDirs(TopicCatalog topics, DataFolder data) : Api<DescribeLogDirsRequest, DescribeLogDirsResponse>(ApiKey.DescribeLogDirs, 1, 4, 2)
{
    protected override ValueTask<DescribeLogDirsResponse> Answer(DescribeLogDirsRequest request, RequestContext context)
    {
        var asked = request.Topics?.ToDictionary(t => t.Topic, t => t.Partitions);
        var disk = new DriveInfo(data.Root);
        var folder = new DescribeLogDirsResult { LogDir = data.Root, TotalBytes = disk.TotalSize, UsableBytes = disk.AvailableFreeSpace };
        foreach (var topic in topics.All.Where(t => asked is null || asked.ContainsKey(t.Name)).OrderBy(t => t.Name, StringComparer.Ordinal))
        {
            var partitions = topic.Partitions.Where(p => asked is null || asked[topic.Name].Contains(p.Index));
            folder.Topics.Add(new DescribeLogDirsTopic
            {
                Name = topic.Name,
                Partitions = [.. partitions.Select(p => new DescribeLogDirsTopic.DescribeLogDirsPartition { PartitionIndex = p.Index, PartitionSize = p.Size })],
            });
        }
        return new(new DescribeLogDirsResponse { Results = [folder] });
    }
}
