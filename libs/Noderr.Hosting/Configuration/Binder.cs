using System.Globalization;
using Noderr.Hosting.Secrets;

namespace Noderr.Hosting.Configuration;

/// <summary>Makes settings records from a tree of texts, and collects everything that is wrong on the way.</summary>
internal sealed class Binder(Schema schema, SettingTree tree, SecretReferences secrets)
{
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);
    private readonly Dictionary<Type, object> sections = [];

    public List<Violation> Violations { get; } = [];

    public List<EffectiveSetting> Settings { get; } = [];

    /// <param name="basis">What the settings are where the tree says nothing; it is changed.</param>
    public IReadOnlyDictionary<Type, object> Bind(object? basis = null)
    {
        foreach (var section in schema.Sections)
            sections[section.Type] = BindRecord(section.Type, tree.Find(section.Name), section.Name, basis?.GetType() == section.Type ? basis : null);
        RefuseUnknown();
        return sections;
    }

    private object BindRecord(Type type, SettingTree? node, string path, object? basis = null)
    {
        var settings = basis ?? Activator.CreateInstance(type)!;
        var before = Violations.Count;
        foreach (var property in SettingProperty.Of(type))
        {
            var name = SettingName.Join(path, property.Name);
            var child = node?.Find(property.Name);
            var value = property switch
            {
                { IsList: true } => BindList(property, child, name),
                { Scalar: not null } => child?.Value is { } raw ? BindScalar(property, raw, name) : null,
                _ => BindRecord(property.Type, child, name),
            };
            if (value is not null) property.Set(settings, value);
            else if (property.About.Required && child is null) Violations.Add(new Violation(name, "must be set", "missing"));
            if (property.IsList || value is not null) Check(property, property.Get(settings), name, child?.Value);
        }
        if (Violations.Count == before && settings is IValidated validated) Violations.AddRange(validated.Violations(path));
        return settings;
    }

    private object? BindScalar(SettingProperty property, RawValue raw, string path)
    {
        taken.Add(path);
        var referenced = SecretReferences.IsReference(raw.Text);
        if (Resolve(raw, path) is not { } text) return null;
        var hidden = referenced || property.Element == typeof(Secret);
        var value = property.Scalar!.Parse(text);
        if (value is null) Refuse(path, property.Scalar.Rule, text, raw, hidden);
        else Settings.Add(new EffectiveSetting(path, raw, property, hidden, text));
        return value is Secret ? new Secret(text) { IsReferenced = referenced } : value;
    }

    private string? Resolve(RawValue raw, string path)
    {
        if (!SecretReferences.IsReference(raw.Text)) return raw.Text;
        if (raw.Layer == Layer.Runtime)
        {
            // Whoever may change settings must not be able to read this machine's files with them.
            Refuse(path, "must not be a reference at run time", raw.Text, raw);
            return null;
        }
        try
        {
            return secrets.Read(raw.Text);
        }
        catch (SecretUnavailableException e)
        {
            Refuse(path, $"must refer to a secret that can be read ({e.Message})", raw.Text, raw);
            return null;
        }
    }

    private Array? BindList(SettingProperty property, SettingTree? node, string path)
    {
        if (node is null) return null;
        if (node.Value is { } line && property.Scalar is not null) return BindLine(property, line, path);
        var items = (from child in node.Children
                     where int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _)
                     orderby int.Parse(child.Key, CultureInfo.InvariantCulture)
                     select child).ToArray();
        var list = Array.CreateInstance(property.Element, items.Length);
        for (var i = 0; i < items.Length; i++)
        {
            var (key, child) = items[i];
            var name = SettingName.Join(path, key);
            if (key != i.ToString(CultureInfo.InvariantCulture)) Violations.Add(new Violation(name, "must follow the item before it", $"number {key} after {i} items"));
            var value = property.Scalar is null ? BindRecord(property.Element, child, name) : child.Value is { } raw ? BindScalar(property, raw, name) : null;
            if (value is not null) list.SetValue(value, i);
        }
        return list;
    }

    /// <summary>A list of plain values in one line, as variables and the command line have it.</summary>
    private Array? BindLine(SettingProperty property, RawValue line, string path)
    {
        taken.Add(path);
        if (Resolve(line, path) is not { } text) return null;
        var hidden = SecretReferences.IsReference(line.Text);
        var parts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var list = Array.CreateInstance(property.Element, parts.Length);
        for (var i = 0; i < parts.Length; i++)
        {
            if (property.Scalar!.Parse(parts[i]) is { } value) list.SetValue(value, i);
            else Refuse($"{path}.{i}", property.Scalar.Rule, parts[i], line, hidden);
        }
        Settings.Add(new EffectiveSetting(path, line, property, hidden, text));
        return list;
    }

    private void Check(SettingProperty property, object? value, string path, RawValue? raw)
    {
        if (value is null) return;
        foreach (var rule in property.Rules)
        {
            if (rule.Holds(value)) continue;
            var hidden = property.Element == typeof(Secret) || (raw is { } r && SecretReferences.IsReference(r.Text));
            var was = value is System.Collections.ICollection items ? $"{items.Count}" : property.Scalar!.Format(value);
            Refuse(path, rule.Rule, was, raw ?? default, hidden);
            return;
        }
    }

    private void RefuseUnknown()
    {
        foreach (var (path, value) in tree.All(""))
        {
            if (taken.Contains(path) || IsForeign(path)) continue;
            var nearest = NearestName.To(path, schema.Names);
            // The value is not shown: a misspelt password is still a password.
            Refuse(path, nearest is null ? "is no setting" : $"is no setting, the nearest is {nearest}", "unknown", value);
        }
    }

    /// <summary>Every service has a section in the file that all read; who does not know it leaves it alone.</summary>
    private bool IsForeign(string path)
    {
        var first = path.Split('.')[0];
        return ServiceNames.All.Contains(first) && schema.Sections.All(s => s.Name != first);
    }

    private void Refuse(string path, string rule, string was, RawValue raw, bool hidden = false) =>
        Violations.Add(new Violation(path, rule, hidden ? Secret.Shown : was) { Origin = raw.Origin ?? "" });
}
