using System.Diagnostics;

namespace Noderr.Tests.Broker.Hostile;

/// <summary>Throws the inputs at the broker over many connections at a time, and says every few seconds how far it is.</summary>
public sealed class Fuzzer(int port, Inputs inputs, Janitor janitor, BrokerWatch watch, Bystander bystander, Violations violations)
{
    private const int Connections = 48;

    // Fetches and joins wait for what never comes; other answers take about as long as the bystander's.
    private static readonly TimeSpan LeastPatience = TimeSpan.FromMilliseconds(40), MostPatience = TimeSpan.FromMilliseconds(400);

    private static readonly TimeSpan Telling = TimeSpan.FromSeconds(5);

    private int _next;
    private long _answers;
    private int _closed;
    private int _bursts;

    public string Counts => $"{_bursts} connections, {_answers} answers, {_closed} connections closed by the broker";

    public async Task Run(int count)
    {
        var clock = Stopwatch.StartNew();
        var workers = Enumerable.Range(0, Connections).Select(_ => Task.Run(() => Work(count))).ToArray();
        var all = Task.WhenAll(workers);
        while (await Task.WhenAny(all, Task.Delay(Telling)) != all)
        {
            janitor.TidyUp();
            Console.WriteLine($"{Math.Min(_next, count)} inputs in {clock.Elapsed.TotalSeconds:0} s: {Counts}; bystander {bystander.Written} records, {watch.Now}");
        }
        await all;
    }

    private TimeSpan Patience => LeastPatience + 3 * bystander.Recent is var patience && patience < MostPatience ? patience : MostPatience;

    private async Task Work(int count)
    {
        while (watch.IsRunning && violations.Count == 0)
        {
            var first = Interlocked.Add(ref _next, 8) - 8;
            if (first >= count)
                return;
            await Share(first, Math.Min(8, count - first));
        }
    }

    // Most malformed requests end their connection, so that what comes behind them on it is not looked at.
    private async Task Share(int first, int count)
    {
        var random = new Random(first);
        for (var done = 0; done < count;)
        {
            var size = random.Next(2) == 0 ? 1 : Math.Min(random.Next(2, 8), count - done);
            var numbers = Enumerable.Range(first + done, size).ToList();
            var burst = new Burst(port, [.. numbers.Select(inputs.Make)], Patience, violations);
            await burst.Run($"inputs {numbers[0]} to {numbers[^1]}");
            Interlocked.Increment(ref _bursts);
            Interlocked.Add(ref _answers, burst.Answers);
            if (burst.ClosedByBroker)
                Interlocked.Increment(ref _closed);
            done += size;
        }
    }
}
