using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Noderr.Domain.Events;
using Noderr.Hosting;
using Noderr.Hosting.Journals;
using Noderr.Hosting.Kafka;

namespace Noderr.Control;

/// <summary>Raises an alert for each record that a service put aside, on whichever journal, once.</summary>
internal sealed class DeadLetterWatch(NoderrService service, ShardOwner<ControlEvent> control, ILogger<DeadLetterWatch> log) : BackgroundService
{
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(200), BetweenLooks = TimeSpan.FromSeconds(5), Patience = TimeSpan.FromSeconds(5);
    private const int Scope = 0, LongestReason = 1000;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.Factory.StartNew(() => Run(stoppingToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Run(CancellationToken stop)
    {
        string[] topics = [.. Topology.Services.Select(s => JournalTopics.DeadOf(service.Kafka.Topic(s.Journal)))];
        using var consumer = new ConsumerBuilder<byte[]?, byte[]?>(service.Kafka.Reader(KafkaProfile.Watch, "control.dead")).SetLogHandler(static (_, _) => { }).SetErrorHandler(static (_, _) => { }).Build();
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        var looked = DateTime.MinValue;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (consumer.Assignment.Count < topics.Length && DateTime.UtcNow - looked > BetweenLooks)
                {
                    looked = DateTime.UtcNow;
                    Join(consumer, admin, topics);
                }
                if (consumer.Consume(Idle) is { IsPartitionEOF: false } record) Raise(record, stop);
            }
            catch (KafkaException e)
            {
                log.DeadLettersNotSeen(e.Error.Reason);
                stop.WaitHandle.WaitOne(BetweenLooks);
            }
        }
    }

    /// <summary>A service makes its topics when it starts for the first time.</summary>
    private static void Join(IConsumer<byte[]?, byte[]?> consumer, IAdminClient admin, string[] topics)
    {
        var there = admin.GetMetadata(Patience).Topics.Select(t => t.Topic).Intersect(topics).Except(consumer.Assignment.Select(a => a.Topic)).ToList();
        if (there.Count > 0) consumer.IncrementalAssign(there.Select(t => new TopicPartitionOffset(t, 0, Offset.Beginning)));
    }

    private void Raise(ConsumeResult<byte[]?, byte[]?> record, CancellationToken stop)
    {
        var reason = Header(record, "dead.reason");
        var goesOn = Header(record, "dead.skipped") == "true";
        var text = $"{Header(record, "dead.at")} can't be read: {reason[..Math.Min(reason.Length, LongestReason)]}; {(goesOn ? "its shard went on without it" : "its shard stands until kafka.skip.records names it")}";
        var alert = new AlertCommand(new Alert(goesOn ? "warning" : "critical", record.Topic, record.Offset.Value), text);
        while (!stop.IsCancellationRequested && !control.Ask(Scope, alert).GetAwaiter().GetResult()) stop.WaitHandle.WaitOne(BetweenLooks / 10);
    }

    private static string Header(ConsumeResult<byte[]?, byte[]?> record, string name) =>
        record.Message.Headers is { } headers && headers.TryGetLastBytes(name, out var text) ? Encoding.UTF8.GetString(text) : "?";
}
