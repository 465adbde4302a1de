using System.Globalization;
using Noderr.Hosting.Configuration;
using Noderr.Simulation.Recorded;

namespace Noderr.Ingest.Sources;

public enum SourceKind
{
    /// <summary>Nothing comes in.</summary>
    None,

    Synthetic,

    /// <summary>Files, as if what they say happened now.</summary>
    Recorded,
}

public sealed record IngestSettings : IValidated
{
    [Setting("where the market comes from: synthetic, recorded or none")]
    public SourceKind Source { get; init; } = SourceKind.Synthetic;

    [Setting("seed of the synthetic market; the same seed moves the same way"), Within(0, 1e15)]
    public long SyntheticSeed { get; init; } = 1;

    [Setting("events of the synthetic market", Unit = "1/s"), Within(0.1, 100_000)]
    public double SyntheticRate { get; init; } = 500;

    [Setting("where the synthetic market begins, as BTC-USD=60000; 100 for symbols that are not named")]
    public IReadOnlyList<string> SyntheticPrices { get; init; } = [];

    [Setting("files with quotes, trades or bars, .csv or .csv.gz: PATH whose name begins with the instrument, or INSTRUMENT=PATH")]
    public IReadOnlyList<string> RecordedFiles { get; init; } = [];

    [Setting("how many times as fast as it was; 0 is as fast as it goes"), Within(0, 1e6)]
    public double RecordedSpeed { get; init; } = 1;

    [Setting("begin again at the end")]
    public bool RecordedRepeat { get; init; }

    public IReadOnlyDictionary<string, double> Prices => SyntheticPrices.Select(Parse).OfType<(string Symbol, double Price)>().ToDictionary(p => p.Symbol, p => p.Price);

    public IEnumerable<Violation> Violations(string path)
    {
        if (Source == SourceKind.Recorded && RecordedFiles.Count == 0) yield return new Violation($"{path}.recorded.files", "must name a file when the source is recorded", "none");
        if (RecordedSpeed is > 0 and < 0.001) yield return new Violation($"{path}.recorded.speed", "must be at least 0.001, or 0 for no limit", FormattableString.Invariant($"{RecordedSpeed}"));
        foreach (var file in RecordedFiles.Select(RecordedFile.Parse))
            if (!File.Exists(file.Path)) yield return new Violation($"{path}.recorded.files", "must be files that are there", file.Path);
        foreach (var price in SyntheticPrices)
            if (Parse(price) is null) yield return new Violation($"{path}.synthetic.prices", "must be SYMBOL=PRICE with a price above 0", price);
        foreach (var twice in SyntheticPrices.GroupBy(p => p.Split('=')[0]).Where(g => g.Count() > 1)) yield return new Violation($"{path}.synthetic.prices", "must name each symbol once", twice.Key);
    }

    private static (string Symbol, double Price)? Parse(string text)
    {
        var equals = text.IndexOf('=');
        return equals > 0 && double.TryParse(text[(equals + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out var price) && price > 0 && double.IsFinite(price) ? (text[..equals], price) : null;
    }
}
