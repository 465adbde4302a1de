using Noderr.Hosting.Secrets;

namespace Noderr.Hosting.Configuration;

/// <summary>What a setting is now and who said so; prints without its secrets.</summary>
public sealed class EffectiveSetting
{
    internal EffectiveSetting(string path, RawValue value, SettingProperty property, bool hidden, string text) =>
        (Path, Origin, IsLive, Shown, Text) = (path, value.Origin, property.About.Live, hidden ? Secret.Shown : text, text);

    public string Path { get; }

    public string Origin { get; }

    public bool IsLive { get; }

    public string Shown { get; }

    /// <summary>For comparison only; may be a secret.</summary>
    internal string Text { get; }

    public override string ToString() => $"{Path} = {Shown} ({Origin})";
}
