using Confluent.Kafka;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Noderr.Domain.Books;
using Noderr.Domain.Instruments;
using Noderr.Hosting;
using Noderr.Hosting.Journals;
using Noderr.Hosting.Kafka;
using Noderr.Journal.Kafka;

namespace Noderr.Venues.Paper;

/// <summary>The prices that the venue trades at: what the market journal says from now on.</summary>
internal sealed class QuoteFeed(NoderrService service, PaperDesk desk, InstrumentCatalog instruments, Book[] books, ILogger<QuoteFeed> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var kafka = service.Kafka;
        var catalog = await JournalCatalog.OpenAsync(kafka, instruments, books, ["market"], log, stoppingToken);
        await new JournalTopics(kafka, log).Await("venue", ["market"], books.Length, stoppingToken);
        await using var tail = new JournalTail()
            .Reads(catalog.Market.Topic, catalog.Market.Shards, catalog.Market.Codec, Offset.End, (_, entry) => desk.Show(entry.Events), static _ => { })
            .Start(() => service.Records.Reader(KafkaProfile.Latency, "venue"), log);
        await Task.Delay(Timeout.Infinite, stoppingToken).ContinueWith(static _ => { }, TaskScheduler.Default);
    }
}
