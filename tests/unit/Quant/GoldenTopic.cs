using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Noderr.Tests.Unit.Quant;

/// <summary>Reference answers to a topic of quantitative mathematics, from NODERR_GOLDEN or ../shared/golden.</summary>
internal sealed class GoldenTopic
{
    private readonly JsonObject[] cases;

    private GoldenTopic(JsonObject[] cases) => this.cases = cases;

    /// <summary>Skips the test where the answers are not on this machine.</summary>
    public static GoldenTopic Open(string topic)
    {
        var folder = Environment.GetEnvironmentVariable("NODERR_GOLDEN") is { Length: > 0 } set ? set : Hosting.Repository.Path("../shared/golden");
        var file = Path.Combine(folder, "quant", $"{topic}.json.gz");
        Assert.SkipUnless(File.Exists(file), $"there are no golden answers at {file}: name their folder by NODERR_GOLDEN");
        using var stream = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
        return new GoldenTopic([.. JsonNode.Parse(stream)!["cases"]!.AsArray().Select(c => c!.AsObject())]);
    }

    /// <summary>Each case whose name begins so: what comes in, and a judge of what comes out.</summary>
    public void Each(string name, Action<JsonObject, Judge> check)
    {
        var chosen = cases.Where(c => ((string)c["name"]!).StartsWith(name, StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(chosen);
        foreach (var c in chosen)
            check(c["input"]!.AsObject(), new Judge((string)c["name"]!, c["expected"]!.AsObject(), (double)c["tol_rel"]!, (double)c["tol_abs"]!));
    }

    public static double[] Numbers(JsonNode? node) => node!.Deserialize<double[]>()!;

    /// <summary>Compares by name, within the tolerance of the case.</summary>
    internal sealed record Judge(string Case, JsonObject Expected, double Relative, double Absolute)
    {
        public void Equal(string name, double actual) => Close(name, (double)Expected[name]!, actual);

        public void Equal(string name, IReadOnlyList<double> actual)
        {
            var expected = Numbers(Expected[name]);
            Assert.True(expected.Length == actual.Count, $"{Case}: {name} has {actual.Count} values, expected {expected.Length}");
            for (var i = 0; i < expected.Length; i++) Close($"{name}[{i}]", expected[i], actual[i]);
        }

        public void Close(string name, double expected, double actual) => Assert.True(
            Math.Abs(actual - expected) <= Absolute + Relative * Math.Abs(expected), $"{Case}: {name} is {actual:r}, expected {expected:r}");
    }
}
