namespace Noderr.Domain.Events;

/// <summary>What somebody has to look at: where it comes from, and its number there. What has a lower number was told before.</summary>
public sealed record Alert(string Severity, string Source, long Number)
{
    public static readonly Alert None = new("", "", 0);
}
