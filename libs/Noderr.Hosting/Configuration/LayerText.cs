namespace Noderr.Hosting.Configuration;

/// <summary>One setting as a layer spells it, with the place where it stands.</summary>
public sealed record LayerText(Layer Layer, string Path, string Text, string Origin);

/// <summary>What a layer says, and what of it could not even be read.</summary>
public sealed record LayerReading(IReadOnlyList<LayerText> Settings, IReadOnlyList<Violation> Violations)
{
    public static LayerReading Empty { get; } = new([], []);
}
