namespace Noderr.Hosting.Journals;

/// <summary>A service, the journal that it alone writes, and the journals that it reads.</summary>
public sealed record ServiceEntry(string Name, string Journal, string Key, string[] Reads)
{
    public IEnumerable<string> Journals => Reads.Prepend(Journal);
}

/// <summary>The whole system on one page.</summary>
public static class Topology
{
    public static readonly IReadOnlyList<ServiceEntry> Services =
    [
        new("ingest", "market", "instrument", []),
        new("feature", "features", "instrument", ["market"]),
        new("strategy", "signals", "book", ["features", "orders", "executions"]),
        new("router", "orders", "book", ["market", "signals", "control", "executions"]),
        new("risk", "risk", "book", ["market", "executions", "control"]),
        new("executor", "executions", "book", ["orders"]),
        new("control", "control", "scope", ["market", "orders", "risk", "executions"]),
        new("compliance", "compliance", "scope", ["market", "features", "signals", "orders", "risk", "executions", "control", "chaos", "models"]),
        new("chaos", "chaos", "scope", []),
        new("trainer", "models", "scope", []),
    ];

    /// <summary>Money hangs on these: each entry is on the disk before anything follows from it. The others can be computed again.</summary>
    public static readonly IReadOnlySet<string> Precious = new HashSet<string> { "orders", "executions", "risk", "control", "compliance", "chaos", "models" };

    public static ServiceEntry Of(string journal) => Services.First(s => s.Journal == journal);

    public static ServiceEntry? Find(string service) => Services.FirstOrDefault(s => s.Name == service);
}
