using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Noderr.LocalKafka.Apis;
using Noderr.LocalKafka.Groups;
using Noderr.LocalKafka.Log;
using Noderr.LocalKafka.Network;
using Noderr.LocalKafka.Settings;
using Noderr.LocalKafka.Topics;
using Noderr.LocalKafka.Transactions;

namespace Noderr.LocalKafka;

/// <summary>
/// The parts of a broker and how they hang together: topics of partition logs below, the two coordinators that remember in topics of their
/// own above, the APIs on top, and the clock's chores.
/// </summary>
public sealed class Broker : IAsyncDisposable
{
    public const int NodeId = 1;

    private readonly FlushQueue flushQueue = new();
    private readonly Housekeeping chores;
    private readonly KafkaListener network;
    private readonly ILogger logger;
    private readonly TimeProvider clock;

    private Broker(LocalKafkaOptions options, BrokerSettings settings, DataFolder data, Users users, X509Certificate2? certificate)
    {
        (Settings, Data, clock) = (settings, data, options.Clock);
        logger = options.Logging.CreateLogger("localkafka");
        chores = new Housekeeping(logger);
        foreach (var (name, value) in data.BrokerConfigs) settings.Change(name, value);
        Topics = new TopicCatalog(data, settings, flushQueue, clock);
        Groups = new GroupCoordinator(new KeyedTopic(TopicName.Offsets, Topics, clock), GroupLimits(settings), clock, (topic, partition) => Topics.Partition(topic, partition) is not null);
        Transactions = new TransactionCoordinator(new KeyedTopic(TopicName.Transactions, Topics, clock), Topics, data, settings, clock, Groups.CompleteTransaction);
        Metrics = new BrokerMetrics();
        Apis = MakeApis();
        network = new KafkaListener(Apis, users, certificate, settings, Metrics, logger);
    }

    public BrokerSettings Settings { get; }
    public DataFolder Data { get; }
    public TopicCatalog Topics { get; }
    public GroupCoordinator Groups { get; }
    public TransactionCoordinator Transactions { get; }
    public BrokerMetrics Metrics { get; }
    public ApiTable Apis { get; }
    public IReadOnlyList<Listener> Listeners { get; private set; } = [];

    /// <summary>Opens the folder, recovers what is in it and only then listens: nobody meets a half-loaded broker.</summary>
    public static Broker Start(LocalKafkaOptions options, Users users, X509Certificate2? certificate)
    {
        var settings = new BrokerSettings(options.Settings);
        var plan = ListenerPlan.From(options, settings);
        var data = DataFolder.Open(options.DataFolder);
        Broker? broker = null;
        var bound = new List<(System.Net.Sockets.Socket, Listener)>();
        try
        {
            broker = new Broker(options, settings, data, users, certificate);
            foreach (var listener in plan) bound.Add(KafkaListener.Bind(listener));
            broker.Listeners = [.. bound.Select(b => b.Item2)];
            broker.Load();
            broker.StartChores();
            broker.network.Start(bound);
            return broker;
        }
        catch
        {
            foreach (var (socket, _) in bound) socket.Dispose();
            data.Dispose();
            throw;
        }
    }

    /// <summary>Clients first, then the clock, then the logs: what is written down last is all there is.</summary>
    public async ValueTask DisposeAsync()
    {
        await network.DisposeAsync();
        await chores.DisposeAsync();
        var clean = Topics.Close();
        await flushQueue.DisposeAsync();
        clean = clean && Data.MarkClean();
        Data.Dispose();
        if (clean) logger.Stopped();
        else logger.StoppedUnclean();
    }

    /// <summary>Everything that is measured, in Prometheus' text format.</summary>
    public string MetricsText()
    {
        var output = new Exposition();
        Metrics.Write(output);
        output.Family("localkafka_connections", "gauge", "Open connections");
        output.Sample("localkafka_connections", network.Connections);
        output.Family("localkafka_log_size_bytes", "gauge", "Bytes of a partition's log");
        foreach (var log in Topics.Logs) output.Sample("localkafka_log_size_bytes", log.Size, ("topic", log.Topic), ("partition", log.Index.ToString()));
        output.Family("localkafka_log_end_offset", "gauge", "The next offset of a partition");
        foreach (var log in Topics.Logs) output.Sample("localkafka_log_end_offset", log.LogEnd, ("topic", log.Topic), ("partition", log.Index.ToString()));
        output.Family("localkafka_partition_offline", "gauge", "1 for a partition that is damaged or whose disk failed");
        foreach (var log in Topics.Logs) output.Sample("localkafka_partition_offline", log.Failure is null ? 0 : 1, ("topic", log.Topic), ("partition", log.Index.ToString()));
        output.Family("localkafka_group_lag", "gauge", "Records between a group's committed offset and the end of the log");
        foreach (var (group, (topic, partition), offset) in Groups.Committed())
        {
            if (Topics.Partition(topic, partition) is { } log)
                output.Sample("localkafka_group_lag", Math.Max(0, log.HighWatermark - offset), ("group", group), ("topic", topic), ("partition", partition.ToString()));
        }
        return output.ToString();
    }

    private void Load()
    {
        var started = Stopwatch.StartNew();
        Topics.Load();
        foreach (var log in Topics.Logs)
        {
            if (log.CutBytes > 0) logger.TailCut(log.CutBytes, log.Topic, log.Index);
            if (log.Failure is { } failure) logger.PartitionOffline(log.Topic, log.Index, failure);
        }
        foreach (var record in new KeyedTopic(TopicName.Offsets, Topics, clock).ReadAll()) Groups.Replay(record);
        Groups.Loaded();
        foreach (var record in new KeyedTopic(TopicName.Transactions, Topics, clock).ReadAll()) Transactions.Replay(record);
        Transactions.Loaded();
        logger.Started(Topics.All.Count, Topics.Logs.Count(), started.ElapsedMilliseconds, Data.EndedCleanly ? "a clean" : "an unclean");
    }

    private void StartChores()
    {
        var compactor = new Compactor(clock, logger);
        chores.Every(TimeSpan.FromMilliseconds(50), "group deadlines", Groups.Tick);
        chores.Every(Interval("transaction.abort.timed.out.transaction.cleanup.interval.ms"), "transaction deadlines", Transactions.Tick);
        chores.Every(TimeSpan.FromMilliseconds(50), "timed flushes", () => ForEachLog(log => log.FlushIfDue()));
        chores.Every(Interval("log.retention.check.interval.ms"), "retention", () => ForEachLog(log => log.Retain()));
        chores.Every(Interval("log.retention.check.interval.ms"), "idle producers", ExpireProducers);
        if (Settings.Bool("log.cleaner.enable")) chores.Every(Interval("log.cleaner.backoff.ms"), "compaction", () => ForEachLog(compactor.Compact));
    }

    private static GroupSettings GroupLimits(BrokerSettings settings) => new()
    {
        InitialRebalanceDelay = TimeSpan.FromMilliseconds(settings.Int("group.initial.rebalance.delay.ms")),
        MinSessionTimeout = TimeSpan.FromMilliseconds(settings.Int("group.min.session.timeout.ms")),
        MaxSessionTimeout = TimeSpan.FromMilliseconds(settings.Int("group.max.session.timeout.ms")),
        MaxSize = settings.Int("group.max.size"),
        OffsetsRetention = TimeSpan.FromMinutes(settings.Int("offsets.retention.minutes")),
        OffsetsRetentionCheck = TimeSpan.FromMilliseconds(settings.Long("offsets.retention.check.interval.ms")),
        MaxOffsetMetadataBytes = settings.Int("offset.metadata.max.bytes"),
    };

    private TimeSpan Interval(string setting) => TimeSpan.FromMilliseconds(Settings.Long(setting));

    private void ForEachLog(Action<PartitionLog> chore)
    {
        Exception? first = null;
        foreach (var log in Topics.Logs)
        {
            try
            {
                chore(log);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                // The other partitions' turn comes nevertheless.
                first ??= e;
            }
        }
        if (first is not null) ExceptionDispatchInfo.Throw(first);
    }

    private void ExpireProducers()
    {
        var horizon = clock.GetUtcNow().ToUnixTimeMilliseconds() - Settings.Long("producer.id.expiration.ms");
        ForEachLog(log => log.ExpireProducers(horizon));
    }

    private ApiTable MakeApis()
    {
        var configs = new ConfigStore(Topics, Settings, Data);
        return new ApiTable(
        [
            new Produce(Topics, Transactions, clock),
            new Fetch(Topics, Settings),
            new ListOffsets(Topics),
            new Metadata(Topics, Settings, Data.ClusterId),
            new OffsetCommit(Groups),
            new OffsetFetch(Groups),
            new FindCoordinator(),
            new JoinGroup(Groups),
            new Heartbeat(Groups),
            new LeaveGroup(Groups),
            new SyncGroup(Groups),
            new DescribeGroups(Groups),
            new ListGroups(Groups),
            new SaslHandshake(),
            new ApiVersions(() => Apis),
            new CreateTopics(Topics, Settings),
            new DeleteTopics(Topics, Settings, Groups.ForgetTopic),
            new DeleteRecords(Topics),
            new InitProducerId(Transactions, Data),
            new OffsetForLeaderEpoch(Topics),
            new AddPartitionsToTxn(Transactions, Topics),
            new AddOffsetsToTxn(Transactions),
            new EndTxn(Transactions),
            new TxnOffsetCommit(Groups, Transactions.CommitOffsets),
            new DescribeConfigs(configs),
            new AlterConfigs(configs),
            new DescribeLogDirs(Topics, Data),
            new SaslAuthenticate(),
            new CreatePartitions(Topics),
            new DeleteGroups(Groups),
            new ElectLeaders(Topics),
            new IncrementalAlterConfigs(configs),
            new OffsetDelete(Groups),
            new DescribeCluster(Data.ClusterId),
            new DescribeProducers(Topics),
            new DescribeTransactions(Transactions),
            new ListTransactions(Transactions, clock),
        ]);
    }
}
