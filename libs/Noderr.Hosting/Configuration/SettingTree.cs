namespace Noderr.Hosting.Configuration;

/// <summary>A value as a layer gave it.</summary>
internal readonly record struct RawValue(string Text, string Origin, Layer Layer);

/// <summary>Values by the segments of their names: a later layer covers what earlier ones said, setting by setting.</summary>
internal sealed class SettingTree
{
    public Dictionary<string, SettingTree> Children { get; } = new(StringComparer.Ordinal);

    public RawValue? Value { get; private set; }

    /// <summary>False when the same layer has said it already.</summary>
    public bool Set(string path, RawValue value)
    {
        var node = this;
        foreach (var segment in path.Split('.'))
        {
            // A list written in one line gives way to items of a later layer.
            if (node.Value is { } old && old.Layer != value.Layer) node.Value = null;
            if (!node.Children.TryGetValue(segment, out var child)) node.Children[segment] = child = new SettingTree();
            node = child;
        }
        if (node.Value is { } present && present.Layer == value.Layer) return false;
        if (node.Children.Count > 0 && node.All("").All(v => v.Value.Layer != value.Layer)) node.Children.Clear();
        node.Value = value;
        return true;
    }

    public SettingTree? Find(string path)
    {
        var node = this;
        foreach (var segment in path.Split('.'))
            if (!node.Children.TryGetValue(segment, out node!)) return null;
        return node;
    }

    public IEnumerable<(string Path, RawValue Value)> All(string path)
    {
        if (Value is { } value) yield return (path, value);
        foreach (var (name, child) in Children)
            foreach (var setting in child.All(SettingName.Join(path, name))) yield return setting;
    }
}
