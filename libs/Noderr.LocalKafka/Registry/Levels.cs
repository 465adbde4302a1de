namespace Noderr.LocalKafka.Registry;

internal enum CompatibilityLevel { None, Backward, BackwardTransitive, Forward, ForwardTransitive, Full, FullTransitive }

internal enum Mode { ReadWrite, ReadOnly, ReadOnlyOverride, Import }

/// <summary>How levels and modes are written in requests and in the log.</summary>
internal static class Levels
{
    public static string Text(this CompatibilityLevel level) => level switch
    {
        CompatibilityLevel.None => "NONE",
        CompatibilityLevel.Backward => "BACKWARD",
        CompatibilityLevel.BackwardTransitive => "BACKWARD_TRANSITIVE",
        CompatibilityLevel.Forward => "FORWARD",
        CompatibilityLevel.ForwardTransitive => "FORWARD_TRANSITIVE",
        CompatibilityLevel.Full => "FULL",
        _ => "FULL_TRANSITIVE",
    };

    public static CompatibilityLevel? ParseLevel(string? text) => text?.ToUpperInvariant() switch
    {
        "NONE" => CompatibilityLevel.None,
        "BACKWARD" => CompatibilityLevel.Backward,
        "BACKWARD_TRANSITIVE" => CompatibilityLevel.BackwardTransitive,
        "FORWARD" => CompatibilityLevel.Forward,
        "FORWARD_TRANSITIVE" => CompatibilityLevel.ForwardTransitive,
        "FULL" => CompatibilityLevel.Full,
        "FULL_TRANSITIVE" => CompatibilityLevel.FullTransitive,
        _ => null,
    };

    public static bool NewReadsOld(this CompatibilityLevel level) => level is CompatibilityLevel.Backward
        or CompatibilityLevel.BackwardTransitive or CompatibilityLevel.Full or CompatibilityLevel.FullTransitive;

    public static bool OldReadsNew(this CompatibilityLevel level) => level is CompatibilityLevel.Forward
        or CompatibilityLevel.ForwardTransitive or CompatibilityLevel.Full or CompatibilityLevel.FullTransitive;

    public static bool IsTransitive(this CompatibilityLevel level) => level is CompatibilityLevel.BackwardTransitive
        or CompatibilityLevel.ForwardTransitive or CompatibilityLevel.FullTransitive;

    public static string Text(this Mode mode) => mode switch
    {
        Mode.ReadWrite => "READWRITE",
        Mode.ReadOnly => "READONLY",
        Mode.ReadOnlyOverride => "READONLY_OVERRIDE",
        _ => "IMPORT",
    };

    public static Mode? ParseMode(string? text) => text?.ToUpperInvariant() switch
    {
        "READWRITE" => Mode.ReadWrite,
        "READONLY" => Mode.ReadOnly,
        "READONLY_OVERRIDE" => Mode.ReadOnlyOverride,
        "IMPORT" => Mode.Import,
        _ => null,
    };
}
