using System.Diagnostics;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Noderr.Tests.Broker.Kit;

namespace Noderr.Tests.Broker.Crash;

/// <summary>
/// Rounds of load, SIGKILL, damage and restart. After each round the loads settle and what the log got since is compared with what
/// was promised; at the end the whole log is compared once more from its first byte.
/// </summary>
public sealed class CrashTest : IDisposable
{
    private const int Partitions = 3;
    private const string Idempotent = "idempotent", Plain = "plain", Left = "left", Right = "right", Readers = "readers";

    private readonly BrokerProcess _broker;
    private readonly Random _random;
    private readonly TornWrites? _torn;
    private readonly string _sabotage;
    private readonly Violations _violations = new();
    private readonly Patience _patience = new();
    private readonly CommitLedger _commits;
    private readonly List<StreamLoad> _streams;
    private readonly List<TransactionLoad> _transactions;
    private readonly List<GroupLoad> _members;
    private readonly Load[] _loads;
    private List<LogCheck> _logs = [];
    private CommittedView? _view;
    private int _kills;

    public CrashTest(BrokerProcess broker, int seed, bool torn, string sabotage)
    {
        _broker = broker;
        (_random, _sabotage) = (new Random(seed), sabotage);
        _torn = torn || sabotage == "mutilate" ? new TornWrites(broker.Data, new Random(seed + 1)) : null;
        _commits = new CommitLedger(_violations);
        var boot = broker.Bootstrap;
        _streams =
        [
            new("idem-a", boot, Idempotent, Partitions, true, seed + 2, _violations),
            new("idem-b", boot, Idempotent, Partitions, true, seed + 3, _violations),
            new("plain-a", boot, Plain, Partitions, false, seed + 4, _violations),
        ];
        _transactions = [.. Enumerable.Range(0, 2).Select(i => new TransactionLoad($"txn-{i}", boot, [Left, Right], 2, seed + 5 + i, _patience, _violations))];
        _members = [.. Enumerable.Range(0, 2).Select(i => new GroupLoad($"member-{i}", boot, Readers, Idempotent, _commits, _violations))];
        _loads = [.. _streams, .. _transactions, .. _members];
    }

    public int Run(int rounds)
    {
        _broker.Start();
        _patience.BrokerServes = true;
        CreateTopics();
        StartOver();
        foreach (var load in _loads)
            load.Begin();
        for (var round = 1; round <= rounds && _violations.Count == 0; round++)
            Round(round);
        if (_violations.Count == 0)
            ReadAllAgain();
        return Report();
    }

    public void Dispose()
    {
        foreach (var load in _loads)
            load.Dispose();
        _view?.Dispose();
    }

    private void Round(int round)
    {
        var clock = Stopwatch.StartNew();
        foreach (var load in _loads)
            load.Resume();
        Thread.Sleep(_random.Next(200, 1500));
        Kill();
        var torn = Damage();
        Thread.Sleep(_random.Next(0, 150));
        if (_random.Next(4) == 0)
        {
            // Power that comes and goes: killed again while it recovers.
            _broker.Launch();
            Thread.Sleep(_random.Next(0, 500));
            Kill();
            torn += $"; killed while starting; {Damage()}";
        }
        var start = _broker.Start();
        _patience.BrokerServes = true;
        Thread.Sleep(_random.Next(50, 300));
        Settle();
        if (_sabotage == "invent")
            _streams[0].Promises[0].Invent();
        Compare();
        Console.WriteLine(
            $"round {round}: up after {start.TotalMilliseconds:0} ms, {_streams.Sum(s => s.Promises.Sum(p => p.AcknowledgedCount))} records and " +
            $"{_transactions.Sum(t => t.Ledger.Committed)} transactions acknowledged, {_members.Sum(m => m.Commits)} commits, " +
            $"{_violations.Count} violations, {clock.Elapsed.TotalSeconds:0.0} s{(torn.Length > 0 ? $" [{torn}]" : "")}");
    }

    private void Kill()
    {
        if (!_broker.IsRunning)
            _violations.Add($"the broker ended by itself: {_broker.LastLines()}");
        _patience.BrokerServes = false;
        _broker.Kill();
        _kills++;
    }

    private string Damage() => _sabotage == "mutilate" ? _torn!.Mutilate("") : _torn?.Tear() ?? "";

    private void Settle()
    {
        foreach (var load in _loads)
            load.AskToSettle();
        foreach (var load in _loads)
            load.AwaitSettled();
    }

    private void Compare()
    {
        try
        {
            using var client = new WireClient(_broker.Port);
            foreach (var log in _logs)
                log.ReadOn(client, Dispatch);
            foreach (var promises in _streams.SelectMany(s => s.Promises))
                promises.Judge();
            _view!.ReadTo(_logs.Where(l => l.Topic is Left or Right).ToDictionary(l => new TopicPartition(l.Topic, l.Partition), l => l.Position));
            foreach (var load in _transactions)
                load.Ledger.Judge(Committed(load.Group, [load.Source])[0].Offset is { IsSpecial: false } offset ? offset.Value : 0);
            _commits.Judge(Committed(Readers, Enumerable.Range(0, Partitions).Select(p => new TopicPartition(Idempotent, p)))
                .Select(p => p.Offset.IsSpecial ? new TopicPartitionOffset(p.TopicPartition, 0) : p));
        }
        catch (Exception e) when (e is BrokerException or IOException or KafkaException or System.Net.Sockets.SocketException)
        {
            _violations.Add($"the log can't be compared: {e.Message}");
        }
    }

    private void ReadAllAgain()
    {
        var clock = Stopwatch.StartNew();
        StartOver();
        Compare();
        Console.WriteLine($"the whole log read again: {_logs.Sum(l => l.Position)} offsets, {_violations.Count} violations, {clock.Elapsed.TotalSeconds:0.0} s");
    }

    private void StartOver()
    {
        _logs =
        [
            .. new[] { Idempotent, Plain }.SelectMany(t => Enumerable.Range(0, Partitions).Select(p => new LogCheck(t, p, _violations))),
            .. new[] { Left, Right }.SelectMany(t => Enumerable.Range(0, 2).Select(p => new LogCheck(t, p, _violations))),
        ];
        foreach (var promises in _streams.SelectMany(s => s.Promises))
            promises.StartOver();
        foreach (var load in _transactions)
            load.Ledger.StartOver();
        _view?.Dispose();
        _view = new CommittedView(_broker.Bootstrap, _logs.Where(l => l.Topic is Left or Right).Select(l => new TopicPartition(l.Topic, l.Partition)), _transactions.Select(t => t.Ledger));
    }

    private void Dispatch(LogCheck log, LogRecord record)
    {
        if (log.Topic is Left or Right)
            return;
        var fields = LogCheck.Fields(record);
        var promises = _streams.SelectMany(s => s.Promises).SingleOrDefault(p => p.Key == fields[0]);
        if (promises is null || !promises.Key.EndsWith($"/{log.Name}", StringComparison.Ordinal))
            _violations.Add($"{log.Name}: the record at {record.Offset} belongs to {fields[0]}");
        else
            promises.Saw(int.Parse(fields[1]), record.Offset);
    }

    private List<TopicPartitionOffset> Committed(string group, IEnumerable<TopicPartition> partitions)
    {
        var config = new ConsumerConfig { BootstrapServers = _broker.Bootstrap, GroupId = group, IsolationLevel = IsolationLevel.ReadCommitted };
        using var consumer = new ConsumerBuilder<Ignore, Ignore>(config).SetLogHandler((_, _) => { }).Build();
        return consumer.Committed(partitions, TimeSpan.FromSeconds(30));
    }

    private void CreateTopics()
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = _broker.Bootstrap }).Build();
        // Small segments, so that kills hit rolls too; 1 MiB is the least that Apache Kafka takes.
        TopicSpecification Make(string name, int partitions) => new()
        {
            Name = name,
            NumPartitions = partitions,
            ReplicationFactor = 1,
            Configs = new() { ["segment.bytes"] = "1048576", ["retention.ms"] = "-1" },
        };
        admin.CreateTopicsAsync([Make(Idempotent, Partitions), Make(Plain, Partitions), Make(Left, 2), Make(Right, 2)]).Wait(TimeSpan.FromSeconds(30));
    }

    private int Report()
    {
        foreach (var message in _violations.Messages)
            Console.WriteLine($"VIOLATION {message}");
        var records = _streams.Sum(s => s.Promises.Sum(p => p.AcknowledgedCount));
        Console.WriteLine($"{(_violations.Count == 0 ? "PASS" : "FAIL")} crash - {_kills} kills, {records} records, {_transactions.Sum(t => t.Ledger.Committed)} transactions, " +
            $"{_members.Sum(m => m.Commits)} group commits acknowledged, {_patience.StuckCalls} stuck calls of the client, {_violations.Count} violations");
        if (_violations.Count == 0 && (records == 0 || _transactions.Any(t => t.Ledger.Committed == 0) || _members.Sum(m => m.Commits) == 0))
        {
            Console.WriteLine("FAIL crash - a load got nothing done, so nothing was tested");
            return 1;
        }
        return _violations.Count == 0 ? 0 : 1;
    }
}
