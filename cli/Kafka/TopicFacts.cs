using Noderr.Cli.Kafka.Client;
using Noderr.LocalKafka.Messages;
using Noderr.LocalKafka.Settings;
using Noderr.LocalKafka.Topics;
using Noderr.LocalKafka.Wire;
using static Noderr.LocalKafka.Messages.MetadataResponse;

namespace Noderr.Cli.Kafka;

/// <summary>What there is to know of a partition; null where no broker said it.</summary>
internal sealed record PartitionFacts(int Index, int Leader, int Epoch, long? First, long? Next, long? Bytes, string State)
{
    public long? Records => Next - First;
}

internal sealed record ChangedSetting(string Name, string? Value, string From);

/// <summary>What there is to know of a topic, put together from the answers of several APIs.</summary>
internal sealed record TopicFacts(string Name, bool IsPrivate, IReadOnlyList<PartitionFacts> Partitions)
{
    private const sbyte TopicResource = 2;

    // So that an answer stays well below what a frame may hold.
    private const int TopicsAtOnce = 500;

    public string? CleanupPolicy { get; init; }
    public IReadOnlyList<ChangedSetting>? Settings { get; init; }
    public long? First => Partitions.Min(p => p.First);
    public long? Next => Partitions.Max(p => p.Next);
    public long? Records => Sum(p => p.Records);
    public long? Bytes => Sum(p => p.Bytes);
    public string State => Partitions.All(p => p.State == "ok") ? "ok" : $"{Partitions.Count(p => p.State != "ok")} of {Partitions.Count} not ok";

    public static async Task<List<TopicFacts>> ReadAsync(Cluster cluster, string? only)
    {
        var topics = await cluster.TopicsAsync(only);
        var first = await cluster.OffsetsAsync(topics, Cluster.Earliest);
        var next = await cluster.OffsetsAsync(topics, Cluster.Latest);
        var sizes = await SizesAsync(cluster, only is null ? null : topics[0]);
        var settings = await SettingsAsync(cluster, topics.Select(t => t.Name!), only is null ? ["cleanup.policy"] : null);
        return [.. topics.OrderBy(t => t.Name, StringComparer.Ordinal).Select(topic => new TopicFacts(
            topic.Name!,
            topic.IsInternal || topic.Name!.StartsWith('_'),
            [.. topic.Partitions.OrderBy(p => p.PartitionIndex).Select(p => PartitionOf(topic.Name!, p, first, next, sizes))])
        {
            CleanupPolicy = settings.GetValueOrDefault(topic.Name!)?.FirstOrDefault(c => c.Name == "cleanup.policy")?.Value,
            Settings = settings.GetValueOrDefault(topic.Name!)?.Where(c => c.ConfigSource != (sbyte)ConfigSource.Default)
                .Select(c => new ChangedSetting(c.Name, c.Value, c.ConfigSource == (sbyte)ConfigSource.Topic ? "this topic's" : "the broker's")).ToList(),
        })];
    }

    private static PartitionFacts PartitionOf(
        string topic, MetadataResponseTopic.MetadataResponsePartition p, Dictionary<TopicPartition, long> first, Dictionary<TopicPartition, long> next,
        Dictionary<(int Broker, TopicPartition), long> sizes)
    {
        var at = new TopicPartition(topic, p.PartitionIndex);
        var state = p.LeaderId < 0 || !next.ContainsKey(at) ? "offline"
            : p.IsrNodes.Count < p.ReplicaNodes.Count ? $"{p.IsrNodes.Count} of {p.ReplicaNodes.Count} in sync"
            : "ok";
        return new PartitionFacts(
            p.PartitionIndex, p.LeaderId, p.LeaderEpoch,
            first.TryGetValue(at, out var start) ? start : null,
            next.TryGetValue(at, out var end) ? end : null,
            sizes.TryGetValue((p.LeaderId, at), out var bytes) ? bytes : null, state);
    }

    private static async Task<Dictionary<(int, TopicPartition), long>> SizesAsync(Cluster cluster, MetadataResponseTopic? only)
    {
        var sizes = new Dictionary<(int, TopicPartition), long>();
        var request = new DescribeLogDirsRequest
        {
            Topics = only is null ? null : [new() { Topic = only.Name!, Partitions = [.. only.Partitions.Select(p => p.PartitionIndex)] }],
        };
        foreach (var broker in cluster.Brokers)
        {
            if (!await cluster.SpeaksAsync(broker, SpokenApi.DescribeLogDirs)) continue;
            var answer = await cluster.AskAsync<DescribeLogDirsResponse>(broker, SpokenApi.DescribeLogDirs, request);
            foreach (var topic in answer.Results.SelectMany(r => r.Topics))
                foreach (var p in topic.Partitions.Where(p => !p.IsFutureKey)) sizes[(broker, new TopicPartition(topic.Name, p.PartitionIndex))] = p.PartitionSize;
        }
        return sizes;
    }

    private static async Task<Dictionary<string, List<DescribeConfigsResponse.DescribeConfigsResult.DescribeConfigsResourceResult>>> SettingsAsync(
        Cluster cluster, IEnumerable<string> topics, List<string>? keys)
    {
        var found = new Dictionary<string, List<DescribeConfigsResponse.DescribeConfigsResult.DescribeConfigsResourceResult>>();
        foreach (var names in topics.Chunk(TopicsAtOnce))
        {
            var request = new DescribeConfigsRequest
            {
                Resources = [.. names.Select(n => new DescribeConfigsRequest.DescribeConfigsResource { ResourceType = TopicResource, ResourceName = n, ConfigurationKeys = keys })],
            };
            var answer = await cluster.AskAsync<DescribeConfigsResponse>(cluster.Brokers.First(), SpokenApi.DescribeConfigs, request);
            foreach (var topic in answer.Results.Where(r => r.ErrorCode == ErrorCode.None)) found[topic.ResourceName] = topic.Configs;
        }
        return found;
    }

    private long? Sum(Func<PartitionFacts, long?> of)
    {
        long sum = 0;
        foreach (var p in Partitions)
        {
            if (of(p) is not { } value) return null;
            sum += value;
        }
        return sum;
    }
}
