using System.Text.RegularExpressions;

namespace Noderr.Simulation.Recorded;

/// <summary>A data file and the instrument that it is about; no instrument where each row names its own.</summary>
public sealed partial record RecordedFile(string Path, string? Instrument)
{
    /// <summary>A path whose name begins with the instrument, as <c>EURUSD@FXCM.quotes.csv.gz</c>, or <c>SPY@ARCA=any/path.csv</c>.</summary>
    public static RecordedFile Parse(string text)
    {
        var equals = text.IndexOf('=');
        if (equals > 0 && Id().IsMatch(text[..equals])) return new RecordedFile(text[(equals + 1)..], text[..equals]);
        var named = NamedAfterInstrument().Match(System.IO.Path.GetFileName(text));
        return new RecordedFile(text, named.Success ? named.Groups["id"].Value : null);
    }

    /// <summary>How long a bar of the file lasts: what its name says, as <c>.trade-5m.</c>, or a minute.</summary>
    internal TimeSpan BarLength
    {
        get
        {
            if (Length().Match(Name) is not { Success: true } said) return TimeSpan.FromMinutes(1);
            var count = int.Parse(said.Groups["count"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);
            return said.Groups["unit"].Value switch
            {
                "s" => TimeSpan.FromSeconds(count),
                "m" => TimeSpan.FromMinutes(count),
                "h" => TimeSpan.FromHours(count),
                _ => TimeSpan.FromDays(count),
            };
        }
    }

    internal static bool IsInstrument(string id) => Id().IsMatch(id);

    internal bool HoldsBids => Name.Contains(".bid-", StringComparison.Ordinal);

    internal bool HoldsAsks => Name.Contains(".ask-", StringComparison.Ordinal);

    /// <summary>The file with the other side of the same bars.</summary>
    internal string OtherSide => System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Path) ?? "", HoldsBids
        ? Name.Replace(".bid-", ".ask-", StringComparison.Ordinal)
        : Name.Replace(".ask-", ".bid-", StringComparison.Ordinal));

    private string Name => System.IO.Path.GetFileName(Path);

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]*@[A-Za-z0-9][A-Za-z0-9._-]*\z")]
    private static partial Regex Id();

    [GeneratedRegex(@"^(?<id>[A-Za-z0-9][A-Za-z0-9._-]*@[A-Za-z0-9][A-Za-z0-9_-]*)(\.|\z)")]
    private static partial Regex NamedAfterInstrument();

    [GeneratedRegex(@"-(?<count>[1-9][0-9]{0,3})(?<unit>[smhd])\.")]
    private static partial Regex Length();
}
