using Noderr.Hosting.Configuration;

namespace Noderr.Hosting.Trading;

public sealed record BookSettings : IValidated
{
    [Setting("its name, also the key of its records", Required = true), Name]
    public string Name { get; init; } = "";

    [Setting("what trades in it")]
    public IReadOnlyList<StrategySettings> Strategies { get; init; } = [];

    [Setting("what risk holds it to")]
    public LimitSettings Limits { get; init; } = new();

    public IEnumerable<Violation> Violations(string path)
    {
        foreach (var twice in Strategies.GroupBy(s => s.Name).Where(g => g.Count() > 1)) yield return new Violation($"{path}.strategies", "must have different names", twice.Key);
    }
}
