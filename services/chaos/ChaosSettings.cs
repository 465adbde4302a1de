using Noderr.Hosting.Configuration;

namespace Noderr.Chaos;

public sealed record ChaosSettings : IValidated
{
    [Setting("services that may be killed, as NAME=PIDFILE=READY-URL; none without")]
    public IReadOnlyList<string> Targets { get; init; } = [];

    [Setting("how long a service's return is waited for"), Lasts("1s", "10m")]
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    [Setting("after the end of an experiment, before the next"), Lasts("0s", "1h")]
    public TimeSpan Rest { get; init; } = TimeSpan.FromSeconds(30);

    public ChaosRule ToRule() => new() { Targets = [.. Victims.Keys], Patience = Patience, Rest = Rest };

    public IReadOnlyDictionary<string, Victim> Victims => Targets.Select(Parse).OfType<(string Name, Victim Victim)>().ToDictionary(v => v.Name, v => v.Victim, StringComparer.Ordinal);

    public IEnumerable<Violation> Violations(string path)
    {
        foreach (var target in Targets)
            if (Parse(target) is null) yield return new Violation($"{path}.targets", "must be NAME=PIDFILE=READY-URL", target);
        foreach (var twice in Targets.GroupBy(t => t.Split('=')[0]).Where(g => g.Count() > 1)) yield return new Violation($"{path}.targets", "must name each service once", twice.Key);
    }

    private static (string Name, Victim Victim)? Parse(string text)
    {
        var parts = text.Split('=', 3);
        return parts.Length == 3 && parts[0].Length > 0 && parts[1].Length > 0 && Uri.TryCreate(parts[2], UriKind.Absolute, out var ready) && ready.Scheme is ("http" or "https")
            ? (parts[0], new Victim(VictimProcess.OfFile(parts[1]), ready)) : null;
    }
}
