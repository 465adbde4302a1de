using System.Text.Json.Nodes;
using Noderr.Tests.Broker.Kit;

namespace Noderr.Tests.Broker.Bench;

/// <summary>LocalKafka and Apache Kafka side by side: the same load on both in every round, starts and memory besides.</summary>
public sealed class Benchmark(LoadProgram load, string folder, int rounds, int seconds, int records)
{
    private const string FlushEach = "log.flush.interval.messages=1";
    // Apache Kafka keeps deleted files for a minute, and the system goes on writing them to the disk while the other broker is measured.
    private const string DeleteSoon = "log.segment.delete.delay.ms=100";
    private const int Starts = 7;

    private readonly Figures _figures = new();

    public Figures Run()
    {
        Compare("", []);
        Compare(", flush.messages=1", [FlushEach]);
        ColdStarts();
        return _figures;
    }

    private void Compare(string flush, string[] settings)
    {
        using var local = new BrokerProcess(BrokerCommand.Local(settings), Path.Combine(folder, $"local{settings.Length}"));
        using var apache = new BrokerProcess(BrokerCommand.Apache([.. settings, DeleteSoon]), Path.Combine(folder, $"apache{settings.Length}"));
        BrokerProcess[] brokers = [local, apache];
        foreach (var broker in brokers)
            broker.Start();
        // Both are JIT-compiled: the first load is not measured.
        load.Run(brokers, $"--mode produce,consume --records {records / 4}");
        for (var round = 1; round <= rounds; round++)
        {
            // Each goes first as often as the other.
            Array.Reverse(brokers);
            if (flush.Length == 0)
            {
                Throughput(brokers, "100 B", $"--size 100 --records {records * 8}", flush);
                Throughput(brokers, "1 KB", $"--size 1000 --records {records * 2}", flush);
                Latency(brokers, 1000, flush, p99Goal: 2);
                Latency(brokers, 10_000, flush, p99Goal: null);
            }
            else
            {
                Throughput(brokers, "1 KB", $"--size 1000 --records {records / 4}", flush);
                Latency(brokers, 1000, flush, p99Goal: null);
            }
            Console.Error.WriteLine($"round {round} of {rounds}{flush}");
        }
        if (flush.Length > 0)
            return;
        foreach (var broker in brokers)
            _figures.Get("memory, peak resident", "MB", false, goal: 250).Add(broker.Name, ProcessFacts.PeakResidentBytes(broker.Pid) / 1e6);
    }

    private void Throughput(BrokerProcess[] brokers, string size, string options, string flush)
    {
        // There and back, so that what drifts meets both. The load program itself is twice as fast when it is warm: its first turn is left out.
        BrokerProcess[] turns = [.. brokers, .. brokers.Reverse()];
        foreach (var (broker, result) in turns.Zip(load.Run([brokers[^1], .. turns], $"--mode produce,consume {options}").Skip(1)))
        {
            _figures.Get($"produce {size}, acks=all{flush}", "MB/s", true).Add(broker.Name, Number(result, "produce", "mb_per_s"));
            if (flush.Length == 0)
                _figures.Get($"consume {size}", "MB/s", true).Add(broker.Name, Number(result, "consume", "mb_per_s"));
        }
    }

    private void Latency(BrokerProcess[] brokers, int rate, string flush, double? p99Goal)
    {
        foreach (var (broker, result) in brokers.Zip(load.Run(brokers, $"--mode latency --rate {rate} --duration {seconds}s")))
            foreach (var (percentile, field, goal) in new[] { ("p50", "p50_ms", null), ("p99", "p99_ms", p99Goal), ("p99.9", "p99_9_ms", (double?)null) })
                _figures.Get($"end to end at {rate:N0}/s{flush}, {percentile}", "ms", false, goal).Add(broker.Name, Number(result, "latency", "end_to_end", field));
    }

    private void ColdStarts()
    {
        var figure = _figures.Get("start on an empty folder", "ms", false, goal: 300);
        for (var i = 0; i < Starts; i++)
            Start(BrokerCommand.Local([]), $"start-local{i}", figure);
        for (var i = 0; i < 2; i++)
            Start(BrokerCommand.Apache([]), $"start-apache{i}", figure);
    }

    private void Start(BrokerCommand command, string name, Figure figure)
    {
        using var broker = new BrokerProcess(command, Path.Combine(folder, name));
        figure.Add(command.Name, broker.Start().TotalMilliseconds);
    }

    private static double Number(JsonNode result, params string[] path) =>
        path.Aggregate((JsonNode?)result, (node, name) => node?[name])?.GetValue<double>() ?? throw new BrokerException($"no {string.Join('.', path)} in {result.ToJsonString()}");
}
