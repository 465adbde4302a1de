using Confluent.Kafka;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Noderr.Domain.Books;
using Noderr.Domain.Events;
using Noderr.Domain.Instruments;
using Noderr.Hosting.Configuration;
using Noderr.Hosting.Kafka;
using Noderr.Journal.Entries;
using Noderr.Journal.Kafka;

namespace Noderr.Hosting.Journals;

/// <summary>Brings what the control journal says of the configuration to this service. What decisions hang on goes through their deciders besides.</summary>
internal sealed class ConfigurationFeed(NoderrService service, InstrumentCatalog instruments, Book[] books, JournalSource source, ILogger<ConfigurationFeed> log) : BackgroundService
{
    private const string Control = "control";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await source.Opened(stoppingToken);
        await new JournalTopics(service.Kafka, log).Await(service.Identity.Name, [Control], books.Length, stoppingToken);
        var journal = (await JournalCatalog.OpenAsync(service.Kafka, instruments, books, [Control], log, stoppingToken)).Control;
        await using var tail = new JournalTail()
            .Reads(journal.Topic, journal.Shards, journal.Codec, Offset.Beginning, (_, entry) => Saw(entry), static _ => { })
            .Start(() => service.Records.Reader(KafkaProfile.Watch, $"{service.Identity.Name}.configuration"), log);
        await Task.Delay(Timeout.Infinite, stoppingToken).ContinueWith(static _ => { }, TaskScheduler.Default);
    }

    private void Saw(Entry<ControlEvent> entry)
    {
        foreach (var e in entry.Events)
            if (e.Kind == ControlKind.ConfigurationChanged) Follow(e.Configuration);
    }

    private void Follow(Domain.Events.Configuration changed)
    {
        var violations = service.Configuration.Apply(RuntimeSettings.For(service.Identity.Name, changed.Values));
        // Control knows another file than this service, or another version of the program.
        foreach (var violation in violations) log.ChangeRefused(changed.Version, violation.ToString());
        if (violations.Count == 0) log.ChangeFollowed(changed.Version);
    }
}
