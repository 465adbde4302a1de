using System.Diagnostics.CodeAnalysis;

namespace Noderr.Hosting.Secrets;

/// <summary>Text that no log, no endpoint and no exception shows: it prints as ***.</summary>
[SuppressMessage("Performance", "CA1815", Justification = "secrets are compared in constant time by who needs to")]
public readonly struct Secret(string? text)
{
    public const string Shown = "***";

    public bool IsEmpty => string.IsNullOrEmpty(text);

    /// <summary>True for what was read from outside the configuration, so that it never lay in a file beside it.</summary>
    public bool IsReferenced { get; init; }

    public string Reveal() => text ?? "";

    public override string ToString() => IsEmpty ? "" : Shown;
}
