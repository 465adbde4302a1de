using System.Globalization;

namespace Noderr.LocalKafka.Registry;

/// <summary>A version as named in a path: a number from 1 up, or -1 or "latest" for the newest living one.</summary>
internal readonly record struct VersionId(int Number)
{
    public bool IsLatest => Number == -1;

    public static VersionId Parse(string text)
    {
        var trimmed = text.Trim();
        if (trimmed.Equals("latest", StringComparison.OrdinalIgnoreCase)) return new(-1);
        return int.TryParse(trimmed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && (number > 0 || number == -1)
            ? new(number)
            : throw Refusal.InvalidVersion(text);
    }
}
