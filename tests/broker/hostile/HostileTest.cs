using System.Diagnostics;
using System.Net.Sockets;
using Noderr.Tests.Broker.Kit;

namespace Noderr.Tests.Broker.Hostile;

/// <summary>All that a stranger on the network may try, beside a bystander that must not notice; then a stop and a restart.</summary>
public sealed class HostileTest(BrokerProcess broker, int seed, int maxMegabytes, string sabotage, string only)
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(2);

    private readonly Verdicts _verdicts = new();
    private readonly Violations _violations = new();
    private readonly BrokerWatch _watch = new(broker);

    public int Run(int inputs)
    {
        broker.Start();
        using var bystander = new Bystander(broker.Port, seed, _violations);
        var janitor = new Janitor(broker.Port, bystander);
        janitor.TidyUp();
        Thread.Sleep(1000);
        _watch.Remember();
        Console.WriteLine($"at the beginning: {_watch.Now}");

        if (only.Length == 0)
            Fuzz(inputs, janitor, bystander);
        using var registry = new RegistryCases(broker.Port + 1, seed);
        foreach (var (name, run) in new ConnectionCases(broker.Port).All.Concat(registry.All))
            if (name.Contains(only, StringComparison.Ordinal))
                Case(name, run);

        bystander.Stop();
        if (sabotage == "invent")
            bystander.Invent();
        JudgeBystander(bystander);
        JudgeBroker(janitor);
        StopAndStartAgain(bystander);
        return _verdicts.Close();
    }

    private void Fuzz(int count, Janitor janitor, Bystander bystander)
    {
        var corpus = Corpus.Load();
        Console.WriteLine($"inputs are made from {corpus.Origin}");
        var clock = Stopwatch.StartNew();
        var fuzzer = new Fuzzer(broker.Port, new Inputs(seed, corpus), janitor, _watch, bystander, _violations);
        Case("inputs", () =>
        {
            fuzzer.Run(count).GetAwaiter().GetResult();
            return null;
        }, () => $"{count} in {clock.Elapsed.TotalSeconds:0} s, {fuzzer.Counts}");
    }

    private void Case(string name, Func<string?> run, Func<string>? detail = null)
    {
        if (sabotage == "kill" && name == "idle-connections")
            broker.Kill();
        var clock = Stopwatch.StartNew();
        string? wrong;
        try
        {
            wrong = run();
        }
        catch (Exception e) when (e is SocketException or IOException or HttpRequestException or OperationCanceledException or BrokerException)
        {
            wrong = e.Message;
        }
        if (!broker.IsRunning)
            wrong = $"the broker has ended: {broker.LastLines(3)}";
        else if (_violations.Count > 0)
            wrong ??= _violations.ToString();
        _verdicts.Judge(name, wrong is null, wrong ?? detail?.Invoke() ?? $"{clock.Elapsed.TotalSeconds:0.0} s, peak {_watch.PeakMegabytes} MB");
    }

    private void JudgeBystander(Bystander bystander)
    {
        _verdicts.Judge("bystander", _violations.Count == 0 && bystander.Written > 100, $"{bystander.Written} records written and read, {_violations}");
        _verdicts.Judge("bystander-latency", bystander.Slowest < Bystander.LatencyBound,
            $"the slowest request took {bystander.Slowest.TotalMilliseconds:0} ms, the bound is {Bystander.LatencyBound.TotalMilliseconds:0} ms");
        Case("bystander-records", bystander.WhatIsWrong);
    }

    private void JudgeBroker(Janitor janitor)
    {
        _verdicts.Judge("memory", broker.IsRunning && _watch.PeakMegabytes < maxMegabytes, $"peak {_watch.PeakMegabytes} MB, the bound is {maxMegabytes} MB");
        Case("topics-and-groups-deleted", () =>
        {
            janitor.RemoveAll();
            return null;
        });
        _verdicts.Judge("threads-and-files", _watch.ComesBack(TimeSpan.FromSeconds(60), out var counts), counts);
        _verdicts.Judge("log", _watch.Complaints() is null, _watch.Complaints() ?? "no errors");
    }

    private void StopAndStartAgain(Bystander bystander)
    {
        var stopped = broker.Terminate(StopLimit);
        _verdicts.Judge("stop", stopped is { ExitCode: 0 }, stopped is { } s ? $"exit code {s.ExitCode} after {s.Took.TotalMilliseconds:0} ms" : $"runs on after {StopLimit.TotalSeconds} s");
        broker.Kill();
        Case("restart", () =>
        {
            broker.Start();
            return bystander.WhatIsWrong();
        });
        var again = broker.Terminate(StopLimit);
        _verdicts.Judge("stop-again", again is { ExitCode: 0 }, again is { } a ? $"exit code {a.ExitCode} after {a.Took.TotalMilliseconds:0} ms" : $"runs on after {StopLimit.TotalSeconds} s");
    }
}
