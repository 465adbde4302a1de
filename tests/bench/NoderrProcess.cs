using System.Diagnostics;
using Noderr.Hosting;
using Noderr.Tests.Broker.Kit;

namespace Noderr.Tests.Bench;

/// <summary>The product as people run it, in a process of its own.</summary>
internal sealed class NoderrProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process process;
    private readonly TaskCompletionSource<(string Kafka, string Registry)> started = new();
    private readonly TaskCompletionSource trading = new();

    public NoderrProcess(string folder, int rate)
    {
        var start = new ProcessStartInfo(Path.Combine(Repository.Root, "noderr")) { RedirectStandardOutput = true };
        foreach (var argument in (string[])["run", "--data", folder, "--kafka-port", "0", "--registry-port", "0", "--port", "0", "--rate", $"{rate}"]) start.ArgumentList.Add(argument);
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Heard(line.Data);
        process.BeginOutputReadLine();
    }

    /// <summary>What a reader of its journals needs.</summary>
    public Surroundings Surroundings
    {
        get
        {
            var (kafka, registry) = started.Task.Result;
            return Surroundings.OfProcess(Path.Combine(Repository.Root, "config", "noderr.yaml"), [$"kafka.bootstrap.servers={kafka}", $"kafka.schema.registry.url={registry}"]);
        }
    }

    public async Task UntilItTrades() => await trading.Task.WaitAsync(Patience);

    public void Dispose()
    {
        using (Process.Start("kill", ["-TERM", $"{process.Id}"])) process.WaitForExit(TimeSpan.FromSeconds(10));
        if (!process.HasExited) process.Kill();
        process.Dispose();
    }

    private void Heard(string? line)
    {
        var words = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (words is ["Kafka", var kafka, "registry", var registry, ..]) started.TrySetResult((kafka, registry));
        if (words is [.., "filled"]) trading.TrySetResult();
    }
}
