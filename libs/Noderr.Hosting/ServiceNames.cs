namespace Noderr.Hosting;

/// <summary>The ten services, and the paper venue beside them. Each may have a section of its own name in the file that all of them read.</summary>
public static class ServiceNames
{
    public static IReadOnlyList<string> All { get; } =
        ["ingest", "feature", "strategy", "router", "executor", "risk", "compliance", "chaos", "trainer", "control", "venue"];
}
