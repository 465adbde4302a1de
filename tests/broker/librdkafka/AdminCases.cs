using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Noderr.Tests.Broker.Librdkafka;

public static class AdminCases
{
    public static IEnumerable<Case> All =>
    [
        new("admin-create-delete-topics", CreateDelete),
        new("admin-create-partitions", CreatePartitions),
        new("admin-describe-topics", DescribeTopics),
        new("admin-describe-cluster", DescribeCluster),
        new("admin-configs", Configs),
        new("admin-delete-records", DeleteRecords),
        new("admin-list-offsets", ListOffsets),
        new("admin-groups", Groups),
        new("admin-group-offsets", GroupOffsets),
        new("admin-elect-leaders", ElectLeaders),
    ];

    private static async Task<ErrorCode> ErrorOf(Func<Task> action)
    {
        try
        {
            await action();
            return ErrorCode.NoError;
        }
        catch (CreateTopicsException e)
        {
            return e.Results[0].Error.Code;
        }
        catch (DeleteTopicsException e)
        {
            return e.Results[0].Error.Code;
        }
        catch (CreatePartitionsException e)
        {
            return e.Results[0].Error.Code;
        }
        catch (DeleteGroupsException e)
        {
            return e.Results[0].Error.Code;
        }
        catch (KafkaException e)
        {
            return e.Error.Code;
        }
    }

    private static async Task<string> CreateDelete(CaseContext context)
    {
        var topic = await context.Topic(3);
        TopicSpecification Same(string name, short replicas = 1) => new() { Name = name, NumPartitions = 1, ReplicationFactor = replicas };
        Expect.Equal(ErrorCode.TopicAlreadyExists, await ErrorOf(() => context.Admin.CreateTopicsAsync([Same(topic)])), "again");
        Expect.Equal(ErrorCode.TopicException, await ErrorOf(() => context.Admin.CreateTopicsAsync([Same("bad name!")])), "bad name");
        Expect.Equal(ErrorCode.InvalidReplicationFactor, await ErrorOf(() => context.Admin.CreateTopicsAsync([Same(context.Unique("t"), 3)])), "three replicas");
        var dry = context.Unique("t");
        await context.Admin.CreateTopicsAsync([Same(dry)], new CreateTopicsOptions { ValidateOnly = true });
        Expect.True(context.Admin.GetMetadata(TimeSpan.FromSeconds(10)).Topics.All(t => t.Topic != dry), "validate-only makes no topic");
        await context.Admin.DeleteTopicsAsync([topic]);
        CaseContext.Until("topic gone", () => context.Admin.GetMetadata(TimeSpan.FromSeconds(10)).Topics.All(t => t.Topic != topic));
        Expect.Equal(ErrorCode.UnknownTopicOrPart, await ErrorOf(() => context.Admin.DeleteTopicsAsync([topic])), "again");
        return "";
    }

    private static async Task<string> CreatePartitions(CaseContext context)
    {
        var topic = await context.Topic(2);
        await context.Admin.CreatePartitionsAsync([new PartitionsSpecification { Topic = topic, IncreaseTo = 5 }]);
        CaseContext.Until("five partitions", () => context.Admin.GetMetadata(topic, TimeSpan.FromSeconds(10)).Topics[0].Partitions.Count == 5);
        Expect.Equal(ErrorCode.InvalidPartitions, await ErrorOf(() => context.Admin.CreatePartitionsAsync([new PartitionsSpecification { Topic = topic, IncreaseTo = 3 }])), "fewer");
        return "";
    }

    private static async Task<string> DescribeTopics(CaseContext context)
    {
        var topic = await context.Topic(3);
        var result = await context.Admin.DescribeTopicsAsync(TopicCollection.OfTopicNames([topic]));
        Expect.Equal(3, result.TopicDescriptions[0].Partitions.Count, "partitions");
        Expect.True(result.TopicDescriptions[0].Partitions.All(p => p.Leader is not null && p.ISR.Count == 1), "leader and in-sync replica");
        return "";
    }

    private static async Task<string> DescribeCluster(CaseContext context)
    {
        var result = await context.Admin.DescribeClusterAsync();
        Expect.Equal(1, result.Nodes.Count, "nodes");
        Expect.True(!string.IsNullOrEmpty(result.ClusterId), "cluster id");
        Expect.Equal(result.Nodes[0].Id, result.Controller.Id, "controller");
        return $"cluster {result.ClusterId}";
    }

    private static async Task<string> Configs(CaseContext context)
    {
        var topic = await context.Topic(configs: new() { ["retention.ms"] = "100000" });
        var resource = new ConfigResource { Type = ResourceType.Topic, Name = topic };
        async Task<ConfigEntryResult> Read(string name) => (await context.Admin.DescribeConfigsAsync([resource]))[0].Entries[name];
        Expect.Equal("100000", (await Read("retention.ms")).Value, "set at creation");
        await context.Admin.IncrementalAlterConfigsAsync(new() { [resource] = [new ConfigEntry { Name = "retention.ms", Value = "200000", IncrementalOperation = AlterConfigOpType.Set }] });
        Expect.Equal("200000", (await Read("retention.ms")).Value, "after set");
        await context.Admin.IncrementalAlterConfigsAsync(new() { [resource] = [new ConfigEntry { Name = "retention.ms", Value = "", IncrementalOperation = AlterConfigOpType.Delete }] });
        Expect.Equal("604800000", (await Read("retention.ms")).Value, "default again");
        Expect.True((await Read("retention.ms")).IsDefault, "marked as default");
        await context.Admin.AlterConfigsAsync(new() { [resource] = [new ConfigEntry { Name = "cleanup.policy", Value = "compact" }] });
        Expect.Equal("compact", (await Read("cleanup.policy")).Value, "after full replace");
        Expect.True(await ErrorOf(() => context.Admin.IncrementalAlterConfigsAsync(new() { [resource] = [new ConfigEntry { Name = "retention.ms", Value = "abc", IncrementalOperation = AlterConfigOpType.Set }] })) != ErrorCode.NoError, "a bad value is refused");
        var broker = new ConfigResource { Type = ResourceType.Broker, Name = (await context.Admin.DescribeClusterAsync()).Nodes[0].Id.ToString() };
        Expect.True((await context.Admin.DescribeConfigsAsync([broker]))[0].Entries.ContainsKey("log.retention.check.interval.ms"), "broker configs");
        return "";
    }

    private static async Task<string> DeleteRecords(CaseContext context)
    {
        var topic = await context.Topic();
        using var producer = context.Producer();
        for (var i = 0; i < 10; i++)
            await producer.ProduceAsync(topic, new Message<string?, string?> { Value = i.ToString() });
        var result = await context.Admin.DeleteRecordsAsync([new TopicPartitionOffset(topic, 0, 4)]);
        Expect.Equal(4L, result[0].Offset.Value, "low watermark");
        Expect.Sequence(["4", "5", "6", "7", "8", "9"], context.ReadAll(topic).Select(r => r.Message.Value), "what stays");
        return "";
    }

    private static async Task<string> ListOffsets(CaseContext context)
    {
        var topic = await context.Topic();
        using var producer = context.Producer();
        var hourAgo = DateTimeOffset.UtcNow.AddHours(-1).ToUnixTimeMilliseconds();
        foreach (var stamp in new[] { hourAgo + 1000, hourAgo + 9000, hourAgo + 5000 })
            await producer.ProduceAsync(topic, new Message<string?, string?> { Value = "v", Timestamp = new Timestamp(stamp, TimestampType.CreateTime) });
        async Task<long> Ask(OffsetSpec spec) => (await context.Admin.ListOffsetsAsync([new TopicPartitionOffsetSpec { TopicPartition = new TopicPartition(topic, 0), OffsetSpec = spec }])).ResultInfos[0].TopicPartitionOffsetError.Offset.Value;
        Expect.Equal(0L, await Ask(OffsetSpec.Earliest()), "earliest");
        Expect.Equal(3L, await Ask(OffsetSpec.Latest()), "latest");
        Expect.Equal(1L, await Ask(OffsetSpec.MaxTimestamp()), "greatest timestamp");
        Expect.Equal(1L, await Ask(OffsetSpec.ForTimestamp(hourAgo + 2000)), "by timestamp");
        return "";
    }

    private static async Task<string> Groups(CaseContext context)
    {
        var topic = await context.Topic(2);
        var group = context.Unique("g");
        using (var consumer = context.Consumer(c => (c.GroupId, c.ClientId) = (group, "the-client")))
        {
            consumer.Subscribe(topic);
            CaseContext.Until("assignment", () => consumer.Consume(100) is not null || consumer.Assignment.Count == 2);
            var listed = await context.Admin.ListConsumerGroupsAsync();
            Expect.Equal(ConsumerGroupState.Stable, listed.Valid.Single(g => g.GroupId == group).State, "state in the list");
            var one = (await context.Admin.DescribeConsumerGroupsAsync([group])).ConsumerGroupDescriptions[0];
            Expect.Equal("the-client", one.Members.Single().ClientId, "client id");
            Expect.Equal(2, one.Members[0].Assignment.TopicPartitions.Count, "partitions of the member");
            Expect.Equal(ErrorCode.NonEmptyGroup, await ErrorOf(() => context.Admin.DeleteGroupsAsync([group])), "delete while in use");
            consumer.Commit([new TopicPartitionOffset(topic, 0, 0)]);
            consumer.Close();
        }
        await context.Admin.DeleteGroupsAsync([group]);
        Expect.Equal(ErrorCode.GroupIdNotFound, await ErrorOf(() => context.Admin.DeleteGroupsAsync([group])), "delete again");
        return "";
    }

    private static async Task<string> GroupOffsets(CaseContext context)
    {
        var topic = await context.Topic(2);
        var group = context.Unique("g");
        var partition = new TopicPartition(topic, 1);
        await context.Admin.AlterConsumerGroupOffsetsAsync([new ConsumerGroupTopicPartitionOffsets(group, [new TopicPartitionOffset(partition, 42)])]);
        async Task<long> Read() => (await context.Admin.ListConsumerGroupOffsetsAsync([new ConsumerGroupTopicPartitions(group, [partition])]))[0].Partitions[0].Offset.Value;
        Expect.Equal(42L, await Read(), "altered");
        await context.Admin.DeleteConsumerGroupOffsetsAsync(group, [partition]);
        Expect.Equal(Offset.Unset.Value, await Read(), "deleted");
        return "";
    }

    private static async Task<string> ElectLeaders(CaseContext context)
    {
        var topic = await context.Topic();
        try
        {
            var result = await context.Admin.ElectLeadersAsync(ElectionType.Preferred, [new TopicPartition(topic, 0)]);
            return result.TopicPartitions[0].Error.Code.ToString();
        }
        catch (ElectLeadersException e)
        {
            Expect.Equal(ErrorCode.ElectionNotNeeded, e.Results.TopicPartitions[0].Error.Code, "error");
            return "election not needed";
        }
    }
}
