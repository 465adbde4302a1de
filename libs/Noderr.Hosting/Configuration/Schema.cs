namespace Noderr.Hosting.Configuration;

/// <summary>All sections a service reads.</summary>
public sealed class Schema
{
    public Schema(params IEnumerable<Section> sections)
    {
        Sections = [.. sections];
        Names = [.. Sections.SelectMany(s => NamesOf(s.Type, s.Name))];
    }

    public IReadOnlyList<Section> Sections { get; }

    /// <summary>The names of all settings, with * for the place in a list.</summary>
    public IReadOnlyList<string> Names { get; }

    public Schema With(params IEnumerable<Section> more) => new([.. Sections, .. more]);

    private static IEnumerable<string> NamesOf(Type type, string path)
    {
        foreach (var property in SettingProperty.Of(type))
        {
            var name = SettingName.Join(path, property.Name);
            if (property.Scalar is not null) yield return name;
            else foreach (var inner in NamesOf(property.Element, property.IsList ? $"{name}.*" : name)) yield return inner;
        }
    }
}
