using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Noderr.Domain.Books;
using Noderr.Domain.Instruments;
using Noderr.Hosting.Health;

namespace Noderr.Hosting.Journals;

/// <summary>A service's journals, opened once the service listens: its topics are there, its schemas are known.</summary>
public sealed class JournalSource(NoderrService service, ServiceEntry entry, InstrumentCatalog instruments, Book[] books, IHostApplicationLifetime lifetime, ILoggerFactory logging)
{
    private readonly Lock gate = new();
    private Task<JournalCatalog>? opening;

    public ServiceEntry Service => entry;

    /// <summary>What it still lacks; null when it lacks nothing.</summary>
    public string? WaitsFor { get; private set; } = "its journals";

    public Task<JournalCatalog> Opened(CancellationToken cancel)
    {
        lock (gate) opening ??= Open(lifetime.ApplicationStopping);
        return opening.WaitAsync(cancel);
    }

    /// <summary>Topics, schemas and the ports of this service have nothing to do with each other: whoever was killed is back sooner.</summary>
    private async Task<JournalCatalog> Open(CancellationToken cancel)
    {
        var log = logging.CreateLogger($"noderr.{entry.Name}");
        var schemas = Task.Run(() => JournalCatalog.OpenAsync(service.Kafka, instruments, books, entry.Journals, log, cancel), cancel);
        WaitsFor = "topics";
        await Task.Run(() => new JournalTopics(service.Kafka, log).Prepare(entry, books.Length, cancel), cancel);
        WaitsFor = "the schema registry";
        var catalog = await schemas;
        await Started(cancel);
        WaitsFor = null;
        return catalog;
    }

    /// <summary>Where it listens is part of every lease.</summary>
    private async Task Started(CancellationToken cancel)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var asked = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancel);
    }
}
