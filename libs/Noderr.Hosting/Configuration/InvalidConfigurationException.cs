namespace Noderr.Hosting.Configuration;

/// <summary>Everything that is wrong with a configuration, at once.</summary>
public sealed class InvalidConfigurationException(IReadOnlyList<Violation> violations)
    : Exception(string.Join(Environment.NewLine, violations))
{
    public IReadOnlyList<Violation> Violations => violations;
}
