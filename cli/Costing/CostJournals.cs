using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Noderr.Cli.Kafka.Client;
using Noderr.Domain.Events;
using Noderr.Hosting;
using Noderr.Hosting.Journals;
using Noderr.Hosting.Kafka;
using Noderr.Routing.Costs;

namespace Noderr.Cli.Costing;

/// <summary>The costs of the orders of an installation, out of four of its journals.</summary>
internal sealed class CostJournals(NoderrService service, Action<string, long, long> progress, CancellationToken cancel)
{
    private static readonly string[] Needed = ["market", "signals", "orders", "executions"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5), RegistryPatience = TimeSpan.FromSeconds(15);

    // A quote holds until the next one: how long before the first order one is looked for.
    private static readonly TimeSpan QuoteLasts = TimeSpan.FromMinutes(10);

    /// <exception cref="CannotException">There are no journals, or nothing answers.</exception>
    public async Task<CostAnalysis> Analyse(Func<JournalCatalog, Func<OrderRecord, bool>> choice)
    {
        await Task.Run(Require, cancel);
        var catalog = await Open();
        var isChosen = choice(catalog);
        return await Task.Run(() => Read(catalog, isChosen), cancel);
    }

    private CostAnalysis Read(JournalCatalog catalog, Func<OrderRecord, bool> isChosen)
    {
        using var consumer = new ConsumerBuilder<byte[]?, byte[]?>(service.Kafka.Reader(KafkaProfile.Bulk, "tca")).SetLogHandler(static (_, _) => { }).SetErrorHandler(static (_, _) => { }).Build();
        var scan = new JournalScan(consumer, progress, cancel);
        scan.Mark(catalog.Executions);
        scan.Mark(catalog.Orders);
        scan.Mark(catalog.Signals);
        scan.Mark(catalog.Market);
        var records = new OrderRecords();
        // An event's own time may be its cause's, or another clock's. When its entry was written is when it could be known, and one clock for all.
        scan.Read(catalog.Signals, (said, at) => records.Apply(said with { At = at }));
        scan.Read(catalog.Orders, (said, at) => records.Apply(said with { At = at }));
        scan.Read(catalog.Executions, (said, at) => records.Apply(said with { At = at }));
        var analysis = new CostAnalysis(records, catalog.Instruments, isChosen);
        if (analysis.Range is not { } range) return analysis;
        scan.Read(catalog.Market, (MarketEvent said, Domain.Numbers.Timestamp at) => analysis.Observe(said with { At = at }), range.First - QuoteLasts, at => at > range.Last);
        return analysis;
    }

    private void Require()
    {
        using var admin = new AdminClientBuilder(service.Kafka.Admin("tca")).SetLogHandler(static (_, _) => { }).SetErrorHandler(static (_, _) => { }).Build();
        try
        {
            var there = admin.GetMetadata(Patience).Topics.Select(t => t.Topic).ToHashSet(StringComparer.Ordinal);
            var missing = Needed.Select(service.Kafka.Topic).Where(t => !there.Contains(t)).ToArray();
            if (missing.Length > 0) throw new CannotException($"there are no topics {string.Join(", ", missing)} at {service.Kafka.BootstrapServers}: nothing has traded there; is --bootstrap right?");
        }
        catch (KafkaException e)
        {
            throw new CannotException($"no Kafka answers at {service.Kafka.BootstrapServers}: {e.Error.Reason}; give one with --bootstrap");
        }
    }

    private async Task<JournalCatalog> Open()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(RegistryPatience);
        try
        {
            return await JournalCatalog.OpenAsync(service.Kafka, service.Trading.ToCatalog(), service.Trading.ToBooks(), Needed, NullLogger.Instance, patience.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new CannotException($"the schema registry at {service.Kafka.SchemaRegistryUrl} does not answer; give one with --registry");
        }
    }
}
