using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Noderr.Domain.Books;
using Noderr.Domain.Instruments;
using Noderr.Hosting.Health;
using Noderr.Hosting.Kafka;
using Noderr.Journal.Entries;
using Noderr.Journal.Kafka;

namespace Noderr.Hosting.Journals;

public static class JournalRegistration
{
    /// <summary>What this service writes, what each of its shards is made of, and what leaves the system because of what it says.</summary>
    /// <param name="reading">How it reads its inputs: soon, or in large batches.</param>
    public static void Owns<TEvent>(
        this NoderrService service, Func<JournalCatalog, Journal<TEvent>> own, Func<JournalCatalog, int, ShardPlan<TEvent>> plan,
        Func<IServiceProvider, int, IEffects<TEvent>>? effects = null, KafkaProfile reading = KafkaProfile.Latency)
    {
        var entry = Topology.Find(service.Identity.Name) ?? throw new ArgumentException($"{service.Identity.Name} is not in the topology", nameof(service));
        service.Services.AddSingleton(s => new JournalSource(
            service, entry, s.GetRequiredService<InstrumentCatalog>(), s.GetRequiredService<Book[]>(), s.GetRequiredService<IHostApplicationLifetime>(), s.GetRequiredService<ILoggerFactory>()));
        service.Services.AddSingleton(s => new ShardOwner<TEvent>(
            service, s.GetRequiredService<JournalSource>(), own, plan, shard => effects?.Invoke(s, shard) ?? NoEffects<TEvent>.Instance, reading, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILoggerFactory>()));
        service.Services.AddHostedService(s => s.GetRequiredService<ShardOwner<TEvent>>());
        service.Services.AddHostedService<ConfigurationFeed>();
        service.Check("shards", Probe.Ready, _ => Task.FromResult(service.Provider.GetRequiredService<ShardOwner<TEvent>>().Health()));
    }

    /// <summary>Lets the service ask the directory who owns the shards of these journals.</summary>
    public static void FindsOwnersOf(this NoderrService service, params string[] journals)
    {
        service.Services.AddSingleton(s =>
        {
            var books = s.GetRequiredService<Book[]>().Length;
            return new OwnerDirectory(service.Kafka, service.Records, [.. journals.Select(j => (j, JournalCatalog.ShardsOf(j, books)))], s.GetRequiredService<ILoggerFactory>());
        });
        service.Services.AddHostedService(s => s.GetRequiredService<OwnerDirectory>());
    }

    private sealed class NoEffects<TEvent> : IEffects<TEvent>
    {
        public static readonly NoEffects<TEvent> Instance = new();

        public void Run(Entry<TEvent> entry)
        {
        }

        public void TookOver()
        {
        }
    }
}
