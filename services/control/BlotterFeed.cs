using Confluent.Kafka;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Noderr.Hosting;
using Noderr.Hosting.Journals;
using Noderr.Hosting.Kafka;
using Noderr.Journal.Kafka;

namespace Noderr.Control;

/// <summary>Shows the blotter what the journals say: orders from their beginning, the market from now on.</summary>
internal sealed class BlotterFeed(NoderrService service, JournalSource source, Blotter blotter, ILogger<BlotterFeed> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var c = await source.Opened(stoppingToken);
        await using var tail = new JournalTail()
            .Reads(c.Market.Topic, c.Market.Shards, c.Market.Codec, Offset.End, (_, entry) => blotter.Saw(entry), Skip)
            .Reads(c.Orders.Topic, c.Orders.Shards, c.Orders.Codec, Offset.Beginning, (at, entry) => blotter.Saw(at.Offset.Value, entry), Skip)
            .Reads(c.Risk.Topic, c.Risk.Shards, c.Risk.Codec, Offset.Beginning, (at, entry) => blotter.Saw(at.Offset.Value, entry), Skip)
            .Reads(c.Executions.Topic, c.Executions.Shards, c.Executions.Codec, Offset.Beginning, (at, entry) => blotter.Saw(at.Offset.Value, entry), Skip)
            .Start(() => service.Records.Reader(KafkaProfile.View, "control.blotter"), log);
        await Task.Delay(Timeout.Infinite, stoppingToken).ContinueWith(static _ => { }, TaskScheduler.Default);
    }

    // Who decides on the journal puts it aside; here it is only not shown.
    private void Skip(PoisonRecord poison) => log.NotShown(poison.At.ToString(), poison.Reason);
}
