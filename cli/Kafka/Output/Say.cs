using System.Globalization;

namespace Noderr.Cli.Kafka.Output;

/// <summary>Numbers as a human reads them.</summary>
internal static class Say
{
    private static readonly string[] Units = ["B", "kB", "MB", "GB", "TB"];

    public const string Unknown = "-";

    public static string Number(long? value) => value?.ToString("N0", CultureInfo.InvariantCulture) ?? Unknown;

    public static string Size(long? bytes)
    {
        if (bytes is not { } left) return Unknown;
        var (size, unit) = ((double)left, 0);
        for (; size >= 999.5 && unit < Units.Length - 1; unit++) size /= 1000;
        return unit > 0 && size < 9.95 ? $"{size:0.0} {Units[unit]}" : $"{size:0} {Units[unit]}";
    }

    public static string Count(long count, string noun) => $"{Number(count)} {noun}{(count == 1 ? "" : "s")}";

    public static string Time(long unixMs) =>
        unixMs is < -62135596800000 or > 253402300799999 ? $"{unixMs} ms" : DateTimeOffset.FromUnixTimeMilliseconds(unixMs).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
