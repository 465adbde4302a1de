namespace Noderr.Hosting.Health;

/// <summary>What a check is asked for; also the tag it is registered under.</summary>
public static class Probe
{
    /// <summary>Only what a restart would mend: never a broker, or all instances restart when it is away.</summary>
    public const string Live = "live";

    /// <summary>What is needed to do the work now.</summary>
    public const string Ready = "ready";

    /// <summary>What must have happened once, as recovery.</summary>
    public const string Startup = "startup";
}
