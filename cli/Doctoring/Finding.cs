namespace Noderr.Cli.Doctoring;

internal enum Verdict
{
    Ok,

    /// <summary>It works, and could be better.</summary>
    Warning,

    Fault,
}

/// <summary>What was looked at, what was seen, and what to do about it where there is something to do.</summary>
internal sealed record Finding(string What, Verdict Verdict, string Seen, string Advice = "")
{
    public static Finding Good(string what, string seen) => new(what, Verdict.Ok, seen);

    public static Finding Warn(string what, string seen, string advice) => new(what, Verdict.Warning, seen, advice);

    public static Finding Bad(string what, string seen, string advice) => new(what, Verdict.Fault, seen, advice);
}
