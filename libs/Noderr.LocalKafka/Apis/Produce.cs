using Noderr.LocalKafka.Log;
using Noderr.LocalKafka.Messages;
using Noderr.LocalKafka.Records;
using Noderr.LocalKafka.Topics;
using Noderr.LocalKafka.Transactions;
using Noderr.LocalKafka.Wire;
using static Noderr.LocalKafka.Messages.ProduceRequest;
using static Noderr.LocalKafka.Messages.ProduceResponse;
using static Noderr.LocalKafka.Messages.ProduceResponse.TopicProduceResponse;

namespace Noderr.LocalKafka.Apis;

/// <summary>
/// Appends batches. Versions 0 to 2 are named though not served, as Apache Kafka does: librdkafka before 2.11 turns compression off
/// when it does not see them.
/// </summary>
public sealed class Produce(TopicCatalog topics, TransactionCoordinator transactions, TimeProvider clock)
    : Api<ProduceRequest, ProduceResponse>(ApiKey.Produce, 0, 11, 9)
{
    private const short FirstWithZstd = 7;

    public override short ServedSince => 3;

    public override ValueTask<Shape?> Handle(Shape request, RequestContext context)
    {
        var produce = (ProduceRequest)request;
        if (produce.Acks != 0) return base.Handle(request, context);
        // Nobody waits for an answer; an error shows as a closed connection.
        var answer = Append(produce, context, out _);
        context.CloseAfter = answer.Responses.Exists(t => t.PartitionResponses.Exists(p => p.ErrorCode != ErrorCode.None));
        return default;
    }

    protected override ValueTask<ProduceResponse> Answer(ProduceRequest request, RequestContext context)
    {
        var answer = Append(request, context, out var flushes);
        return flushes is null ? new(answer) : Flushed(answer, flushes);
    }

    private static async ValueTask<ProduceResponse> Flushed(ProduceResponse answer, List<(PartitionProduceResponse Partition, Task Flush)> flushes)
    {
        foreach (var (partition, flush) in flushes)
        {
            try
            {
                await flush;
            }
            catch (IOException e)
            {
                (partition.ErrorCode, partition.ErrorMessage, partition.BaseOffset) = (ErrorCode.KafkaStorageError, e.Message, -1);
            }
        }
        return answer;
    }

    private ProduceResponse Append(ProduceRequest request, RequestContext context, out List<(PartitionProduceResponse, Task)>? flushes)
    {
        flushes = null;
        var answer = new ProduceResponse();
        foreach (var topic in request.TopicData)
        {
            var answers = new TopicProduceResponse { Name = topic.Name };
            answer.Responses.Add(answers);
            foreach (var partition in topic.PartitionData)
            {
                var log = topics.Partition(topic.Name, partition.Index);
                var (appended, message) = Append(request, topic.Name, partition, log, context);
                var result = new PartitionProduceResponse
                {
                    Index = partition.Index,
                    ErrorCode = appended.Error,
                    ErrorMessage = message,
                    BaseOffset = appended.BaseOffset,
                    LogAppendTimeMs = appended.LogAppendTime,
                    LogStartOffset = appended.LogStart,
                };
                answers.PartitionResponses.Add(result);
                if (appended.FlushTo > 0) (flushes ??= []).Add((result, log!.WhenFlushed(appended.FlushTo)));
            }
        }
        return answer;
    }

    private (Appended, string?) Append(ProduceRequest request, string topic, TopicProduceData.PartitionProduceData partition, PartitionLog? log, RequestContext context)
    {
        if (request.Acks is < -1 or > 1) return (new Appended(ErrorCode.InvalidRequiredAcks), null);
        if (log is null) return (new Appended(ErrorCode.UnknownTopicOrPartition), null);
        if (TopicName.IsInternal(topic)) return (new Appended(ErrorCode.InvalidTopic), $"{topic} is written by the broker");
        var (batch, error, message) = BatchRules.Check(partition.Records.Bytes, log.Settings, clock.GetUtcNow().ToUnixTimeMilliseconds());
        if (error != ErrorCode.None) return (new Appended(error), message);
        var attributes = BatchHeader.Attributes(batch.Span);
        if (attributes.Compression == CompressionType.Zstd && context.Version < FirstWithZstd) return (new Appended(ErrorCode.UnsupportedCompressionType), null);
        return (attributes.IsTransactional ? transactions.Append(request.TransactionalId, log, batch.Span) : log.Append(batch.Span), null);
    }
}
