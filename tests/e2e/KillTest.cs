using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Noderr.Cli.Auditing;
using Noderr.Cli.Replaying;
using Noderr.Hosting;
using Noderr.Hosting.Journals;
using Noderr.Tests.Broker.Kit;

namespace Noderr.Tests.EndToEnd;

/// <summary>Kills services and the broker at random moments while they trade, and then asks the journals and the venue what happened.</summary>
internal sealed class KillTest(Installation installation, int seed, bool ordersByHand, Verdicts verdicts)
{
    private static readonly TimeSpan RecoveryLimit = TimeSpan.FromSeconds(60), QuietLimit = TimeSpan.FromSeconds(60);
    private readonly Random random = new(seed);
    private readonly List<double> recoveries = [];
    private int brokerKills, pauses;

    public async Task Run(int kills)
    {
        await installation.Start();
        await using var looker = NoderrService.Create("control", new Surroundings
        {
            Arguments = ["--config", Path.Combine(AppContext.BaseDirectory, "config", "noderr.yaml"), .. installation.Settings.SelectMany(s => new[] { "--set", s })],
        });
        var catalog = await JournalCatalog.OpenAsync(
            looker.Kafka, looker.Trading.ToCatalog(), looker.Trading.ToBooks(), Topology.Services.Select(s => s.Journal), NullLogger.Instance, CancellationToken.None);
        await UntilItTrades(catalog, looker);
        using var byHand = new OrdersByHand($"http://127.0.0.1:{installation["control"].Port}", seed, ordersByHand);
        for (var kill = 1; kill <= kills; kill++)
        {
            await Task.Delay(random.Next(50, 1500));
            if (!await Strike(kill, kills)) return;
            if (kill % 25 == 0) Console.WriteLine($"     {kill} of {kills} kills");
        }
        await UntilItTrades(catalog, looker);
        var zombies = new Zombies(installation, verdicts);
        foreach (var service in new[] { "executor", "router", "risk", "strategy" }) await zombies.Raise(service, () => UntilItTrades(catalog, looker));
        await byHand.Stop();
        await Settle(catalog, looker, byHand);
        var ledger = new Ledger(catalog, looker.Kafka);
        var faults = await ledger.Check(installation.VenueUrl);
        verdicts.Judge($"kill/{kills}-kills", faults.Count == 0, faults.Count == 0
            ? $"{ledger.Orders} orders whole, {byHand.Given} of them by hand and {ledger.Legs} that close what others opened, {ledger.Trades} trades as at the venue, {brokerKills} kills of the broker, {pauses} pauses, {ledger.Leases} leases, {ledger.Late} late orders refused"
            : $"{faults.Count} faults: {string.Join(" | ", faults.Take(10))}");
        recoveries.Sort();
        Console.WriteLine($"     recovery of a killed service: median {Percentile(0.5):0.00} s, 90 % {Percentile(0.9):0.00} s, longest {Percentile(1):0.00} s");
        Replay(catalog, looker);
        Audit(looker);
    }

    private double Percentile(double p) => recoveries.Count == 0 ? 0 : recoveries[Math.Min(recoveries.Count - 1, (int)(p * recoveries.Count))];

    private async Task<bool> Strike(int kill, int kills)
    {
        var choice = random.Next(10);
        if (choice == 0)
        {
            brokerKills++;
            installation.Broker.Kill();
            await Task.Delay(random.Next(0, 500));
            installation.Broker.Start();
            foreach (var service in installation.Services)
                if (await service.UntilReady(RecoveryLimit) is null) return Lost(kill, service, "after a kill of the broker");
            return true;
        }
        var victim = installation.Services[random.Next(installation.Services.Count)];
        if (choice == 1)
        {
            pauses++;
            victim.Signal(ServiceProcess.SigStop);
            await Task.Delay(random.Next(100, 2000));
            victim.Signal(ServiceProcess.SigCont);
            return await victim.UntilReady(RecoveryLimit) is not null || Lost(kill, victim, "after a pause");
        }
        victim.Kill();
        var clock = Stopwatch.StartNew();
        victim.Start();
        if (await victim.UntilReady(RecoveryLimit) is null) return Lost(kill, victim, "after a kill");
        recoveries.Add(clock.Elapsed.TotalSeconds);
        return true;
    }

    private bool Lost(int kill, ServiceProcess service, string when)
    {
        verdicts.Fail($"kill/{kill}", $"{service.Name} is not ready {RecoveryLimit.TotalSeconds} s {when}");
        return false;
    }

    private static async Task UntilItTrades(JournalCatalog catalog, NoderrService looker)
    {
        var clock = Stopwatch.StartNew();
        int? before = null;
        while (clock.Elapsed < TimeSpan.FromSeconds(60))
        {
            var ledger = new Ledger(catalog, looker.Kafka);
            ledger.ReadAll();
            before ??= ledger.Trades;
            if (ledger.Trades > before) return;
            await Task.Delay(250);
        }
        throw new BrokerException("nothing is traded within a minute");
    }

    /// <summary>No more market: what is under way comes to its end.</summary>
    private async Task Settle(JournalCatalog catalog, NoderrService looker, OrdersByHand byHand)
    {
        installation["ingest"].Signal(ServiceProcess.SigTerm);
        var code = installation["ingest"].WaitForExit(TimeSpan.FromSeconds(10));
        verdicts.Judge("stop/ingest", code == 0, $"exit code {code?.ToString() ?? "none within 10 s"} after SIGTERM");
        var clock = Stopwatch.StartNew();
        int open;
        do
        {
            await byHand.CancelAll();
            await Task.Delay(500);
            var ledger = new Ledger(catalog, looker.Kafka);
            ledger.ReadAll();
            open = ledger.Open;
        }
        while (open > 0 && clock.Elapsed < QuietLimit);
        Console.WriteLine($"     {open} orders open {clock.Elapsed.TotalSeconds:0.0} s after the market's end");
    }

    private void Audit(NoderrService looker)
    {
        var chains = new JournalAudit(looker.Kafka.BootstrapServers, looker.Kafka.TopicPrefix).Run(CancellationToken.None).ToList();
        var broken = chains.Where(c => !c.IsIntact).ToList();
        verdicts.Judge("audit", broken.Count == 0 && chains.Sum(c => c.Proved) > 0, broken.Count == 0
            ? $"{chains.Sum(c => c.Proved)} records proved by {chains.Sum(c => c.Seals)} seals"
            : string.Join(" | ", broken.Select(c => $"{c.Journal}/{c.Partition}: {c.Finding?.Text}")));
    }

    private void Replay(JournalCatalog catalog, NoderrService looker)
    {
        foreach (var journal in Topology.Services.Select(s => s.Journal))
        {
            var first = Replays.Run(journal, 0, catalog, looker.Kafka, decideAgain: true);
            var second = Replays.Run(journal, 0, catalog, looker.Kafka, decideAgain: false);
            // Services leave marks while they idle: states are compared over the same stretch of the journal.
            for (var i = 0; i < 5 && second.Position != first.Position; i++)
                (first, second) = (Replays.Run(journal, 0, catalog, looker.Kafka, decideAgain: true), Replays.Run(journal, 0, catalog, looker.Kafka, decideAgain: false));
            var partly = Replays.Run(journal, 0, catalog, looker.Kafka, decideAgain: false, fromSnapshot: true);
            var same = first.Position == second.Position && first.StateHash == second.StateHash && (partly.Position != first.Position || partly.StateHash == first.StateHash);
            verdicts.Judge($"replay/{journal}", same && first.Differences == 0,
                $"{first.Entries} decisions, {first.Differences} come out differently, state {first.StateHash:x32}{(same ? " each time" : $", {second.StateHash:x32} and {partly.StateHash:x32} the other times")}"
                + string.Concat(first.FirstDifferences.Take(2).Select(d => $" | {d}")));
        }
    }
}
