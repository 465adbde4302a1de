using Noderr.LocalKafka.Log;
using Noderr.LocalKafka.Messages;
using Noderr.LocalKafka.Settings;
using Noderr.LocalKafka.Topics;
using Noderr.LocalKafka.Wire;
using static Noderr.LocalKafka.Messages.FetchResponse;
using static Noderr.LocalKafka.Messages.FetchResponse.FetchableTopicResponse;

namespace Noderr.LocalKafka.Apis;

/// <summary>
/// Reads batches, waiting for them when there are too few. Sessions (KIP-227) are declined with session id 0, which clients take as an
/// invitation to name all their partitions every time.
/// </summary>
public sealed class Fetch(TopicCatalog topics, BrokerSettings settings) : Api<FetchRequest, FetchResponse>(ApiKey.Fetch, 4, 16, 12)
{
    private const sbyte ReadCommitted = 1;

    // With many requests under way nobody reads on, and so nobody sees that the client has gone.
    private const int MaxWaitMs = 30_000;

    private readonly int maxBytes = settings.Int("fetch.max.bytes");

    protected override ValueTask<FetchResponse> Answer(FetchRequest request, RequestContext context)
    {
        if (request.SessionId != 0 && request.SessionEpoch > 0) return new(new FetchResponse { ErrorCode = ErrorCode.FetchSessionIdNotFound });
        var answer = Collect(request, context.Version, out var enough);
        if (enough || request.MaxWaitMs <= 0) return new(answer);
        answer.Dispose();
        return Wait(request, context);
    }

    private async ValueTask<FetchResponse> Wait(FetchRequest request, RequestContext context)
    {
        using var wait = new FetchWait(TimeSpan.FromMilliseconds(Math.Min(request.MaxWaitMs, MaxWaitMs)));
        await using var closed = context.Closed.Register(wait.Expire);
        var logs = request.Topics.SelectMany(t => t.Partitions.Select(p => Find(t, context.Version)?.Partition(p.Partition))).OfType<PartitionLog>().ToList();
        foreach (var log in logs) log.Register(wait);
        try
        {
            while (true)
            {
                var woken = wait.Next();
                var answer = Collect(request, context.Version, out var enough);
                if (enough || wait.IsOver) return answer;
                answer.Dispose();
                await woken;
            }
        }
        finally
        {
            foreach (var log in logs) log.Unregister(wait);
        }
    }

    private FetchResponse Collect(FetchRequest request, short version, out bool enough)
    {
        var answer = new FetchResponse();
        var (left, found) = (Math.Min(request.MaxBytes, maxBytes), 0L);
        enough = request.Topics.Count == 0;
        foreach (var asked in request.Topics)
        {
            var topic = Find(asked, version);
            var answers = new FetchableTopicResponse { Topic = asked.Topic, TopicId = asked.TopicId };
            answer.Responses.Add(answers);
            foreach (var partition in asked.Partitions)
            {
                var data = Read(topic, partition, request.IsolationLevel == ReadCommitted, left, first: found == 0, unknown: version >= 13 ? ErrorCode.UnknownTopicId : ErrorCode.UnknownTopicOrPartition);
                answers.Partitions.Add(data);
                enough |= data.ErrorCode != ErrorCode.None;
                found += data.Records.Length;
                left -= data.Records.Length;
            }
        }
        enough |= found >= Math.Max(request.MinBytes, 0);
        return answer;
    }

    private static PartitionData Read(Topic? topic, FetchRequest.FetchTopic.FetchPartition asked, bool committedOnly, int left, bool first, ErrorCode unknown)
    {
        var data = new PartitionData { PartitionIndex = asked.Partition, HighWatermark = -1, Records = new RecordData(Memory<byte>.Empty) };
        var log = topic?.Partition(asked.Partition);
        data.ErrorCode = topic is null ? unknown : log is null ? ErrorCode.UnknownTopicOrPartition : EpochCheck.Of(log, asked.CurrentLeaderEpoch);
        if (data.ErrorCode != ErrorCode.None) return data;
        var read = log!.Read(asked.FetchOffset, Math.Min(asked.PartitionMaxBytes, left), committedOnly, atLeastOne: first);
        (data.ErrorCode, data.HighWatermark, data.LastStableOffset, data.LogStartOffset) = (read.Error, read.HighWatermark, read.LastStable, read.LogStart);
        data.AbortedTransactions = read.Aborted?.ConvertAll(a => new PartitionData.AbortedTransaction { ProducerId = a.ProducerId, FirstOffset = a.FirstOffset });
        if (read.Slice is not null) data.Records = new RecordData(read.Slice);
        return data;
    }

    private Topic? Find(FetchRequest.FetchTopic asked, short version) =>
        (version >= 13 ? topics.TryGet(asked.TopicId, out var topic) : topics.TryGet(asked.Topic, out topic)) ? topic : null;
}
