using System.Text.Json;
using Noderr.Tests.Broker.Kit;

namespace Noderr.Tests.Broker.Hostile;

/// <summary>Valid requests and batches that mutations start from: what real clients sent where the golden recordings are, else requests of our own.</summary>
public sealed record Corpus(string Origin, IReadOnlyList<byte[]> Requests, IReadOnlyList<byte[]> Batches)
{
    public static Corpus Load()
    {
        var own = OwnRequests.All();
        var folder = Path.Combine(Repository.Golden, "kafka-wire");
        if (!Directory.Exists(folder))
            return new Corpus($"{own.Count} requests of our own (no golden recordings in {Path.GetFileName(Repository.Golden)})", own, [Batch.Of("a", "b").Bytes()]);
        var recorded = Hex(Path.Combine(folder, "vectors.jsonl"), "request_hex");
        var batches = Hex(Path.Combine(folder, "batches.jsonl"), "batch_hex");
        return new Corpus($"{recorded.Count} recorded requests, {batches.Count} recorded batches and {own.Count} requests of our own", [.. recorded, .. own], batches);
    }

    private static List<byte[]> Hex(string file, string field) =>
        [.. File.ReadLines(file).Select(line => Convert.FromHexString(JsonDocument.Parse(line).RootElement.GetProperty(field).GetString()!))];
}
