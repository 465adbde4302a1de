using System.Diagnostics;
using System.Text.Json.Nodes;
using Noderr.Tests.Broker.Kit;

namespace Noderr.Tests.Broker.Bench;

/// <summary>The load program of the kafka-conformance archive: it puts the same load on one broker after the other, in one process.</summary>
public sealed class LoadProgram(string path)
{
    public static LoadProgram? Find() =>
        Repository.Archive("kafka-conformance") is { } folder ? new LoadProgram(Path.Combine(folder, "go", "kafkaconf")) : null;

    /// <summary>What the program found out about each broker, in the order of the brokers.</summary>
    public IReadOnlyList<JsonNode> Run(IReadOnlyList<BrokerProcess> brokers, string options)
    {
        string[] which =
        [
            "load", "--bootstrap", string.Join(',', brokers.Select(b => b.Bootstrap)), "--name", string.Join(',', brokers.Select(b => b.Name)),
        ];
        using var process = Process.Start(new ProcessStartInfo(path, [.. which, .. options.Split(' ')]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var results = text.Contains('{', StringComparison.Ordinal) ? JsonNode.Parse(text[text.IndexOf('{', StringComparison.Ordinal)..])?["results"]?.AsArray() : null;
        if (results is null || results.Count != brokers.Count)
            throw new BrokerException($"the load program gave no result ({options}): {text}");
        if (results.FirstOrDefault(r => r?["error"] is not null) is { } failed)
            throw new BrokerException($"{failed["broker"]}: {failed["error"]}");
        return [.. results.Select(r => r!)];
    }
}
