namespace Noderr.Hosting.Configuration;

/// <summary>A setting that breaks a rule, in the words its owner reads.</summary>
public sealed record Violation(string Path, string Rule, string Was)
{
    /// <summary>Where the value came from, as <c>noderr.yaml:12</c>.</summary>
    public string Origin { get; init; } = "";

    public override string ToString() => $"{Path}: {Rule}, was {Was}";
}
