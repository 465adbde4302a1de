using System.Text;
using Noderr.Hosting.Secrets;

namespace Noderr.Hosting.Configuration;

/// <summary>The tables of all settings that the documentation shows.</summary>
public static class ConfigurationReference
{
    public static string Markdown(Schema schema)
    {
        var text = new StringBuilder();
        foreach (var section in schema.Sections)
        {
            if (text.Length > 0) text.Append('\n');
            text.Append($"### {section.Name}\n\n| setting | default | what it is |\n| --- | --- | --- |\n");
            Rows(text, section.Type, section.Name);
        }
        return text.ToString();
    }

    private static void Rows(StringBuilder text, Type type, string path)
    {
        var defaults = Activator.CreateInstance(type)!;
        foreach (var property in SettingProperty.Of(type))
        {
            var name = SettingName.Join(path, property.Name);
            if (property.Scalar is null) Rows(text, property.Element, property.IsList ? $"{name}.*" : name);
            else text.Append($"| `{name}` | {Default(property, defaults)} | {Meaning(property)} |\n");
        }
    }

    private static string Default(SettingProperty property, object defaults)
    {
        if (property.About.Required) return "required";
        var value = property.Get(defaults);
        if (value is null || property.IsList) return "none";
        var shown = property.Scalar!.Format(value);
        return shown.Length == 0 ? "none" : $"`{shown}`{(property.About.Unit.Length > 0 ? " " + property.About.Unit : "")}";
    }

    private static string Meaning(SettingProperty property)
    {
        var parts = new List<string> { property.About.Meaning.Replace("|", "\\|", StringComparison.Ordinal) };
        if (property.Type.IsEnum) parts.Add(property.Scalar!.Rule);
        parts.AddRange(property.Rules.Select(r => r.Rule));
        if (property.IsList) parts.Add("a list");
        if (property.Element == typeof(Secret)) parts.Add("secret");
        if (property.About.Live) parts.Add("can change at run time");
        return string.Join("; ", parts);
    }
}
