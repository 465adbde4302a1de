namespace Noderr.Hosting.Configuration;

/// <summary>Settings of the runtime layer stand for all services, or under <c>services.NAME</c> for one, which go before the others there.</summary>
public static class RuntimeSettings
{
    private const string Services = "services.";

    public static IReadOnlyDictionary<string, string> For(string service, IReadOnlyDictionary<string, string> all)
    {
        var own = $"{Services}{service}.";
        var settings = all.Where(s => !s.Key.StartsWith(Services, StringComparison.Ordinal)).ToDictionary(StringComparer.Ordinal);
        foreach (var (name, text) in all)
            if (name.StartsWith(own, StringComparison.Ordinal)) settings[name[own.Length..]] = text;
        return settings;
    }

    /// <summary>What speaks against a set, by what any service can know: all settings that may change at run time are common to them.</summary>
    public static IReadOnlyList<Violation> Check(ConfigurationStore store, IReadOnlyDictionary<string, string> all)
    {
        var named = all.Keys.Where(n => n.StartsWith(Services, StringComparison.Ordinal)).Select(n => n.Split('.')[1]).Distinct();
        var violations = new List<Violation>(store.Check(For("", all)));
        foreach (var service in named)
        {
            if (all.ContainsKey($"{Services}{service}")) violations.Add(new Violation($"{Services}{service}", "is no setting", "unknown") { Origin = "runtime" });
            else if (ServiceNames.All.Contains(service)) violations.AddRange(store.Check(For(service, all)).Where(v => violations.TrueForAll(known => known.Path != v.Path)));
            else violations.Add(new Violation($"{Services}{service}", $"must be one of {string.Join(" ", ServiceNames.All)}", service) { Origin = "runtime" });
        }
        return violations;
    }
}
