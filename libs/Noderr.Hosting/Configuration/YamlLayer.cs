using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Noderr.Hosting.Configuration;

/// <summary>A YAML file as settings; nested maps and dotted names mean the same.</summary>
internal sealed class YamlLayer
{
    /// <summary>Aliases can make a small file endless.</summary>
    private const int MostSettings = 100_000;

    private readonly List<LayerText> settings = [];
    private readonly List<Violation> violations = [];
    private readonly string fileName;
    private readonly string service;

    private YamlLayer(string fileName, string service) => (this.fileName, this.service) = (fileName, service);

    /// <param name="under">The setting under which the file's content belongs.</param>
    public static LayerReading Read(string text, string fileName, string service, string under = "")
    {
        var layer = new YamlLayer(fileName, service);
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents.Count > 1) layer.Refuse(fileName, "must be one YAML document", $"{stream.Documents.Count}", 0);
            else if (stream.Documents.Count == 1) layer.Walk(stream.Documents[0].RootNode, under, Layer.File, 0);
        }
        catch (Exception e) when (e is YamlException or InvalidOperationException)
        {
            // The scanner throws the latter, without a place, for a map inside a list that is not closed.
            layer.Refuse(fileName, "must be YAML", e.Message, (e as YamlException)?.Start.Line ?? 0);
        }
        return new LayerReading(layer.settings, layer.violations);
    }

    private void Walk(YamlNode node, string path, Layer layer, int depth)
    {
        if (depth > 32 || settings.Count >= MostSettings)
        {
            if (violations.All(v => v.Rule != TooMuch)) Refuse(path, TooMuch, "more", node.Start.Line);
            return;
        }
        switch (node)
        {
            case YamlMappingNode map:
                foreach (var (key, child) in map.Children) Enter((key as YamlScalarNode)?.Value ?? "", child, path, layer, depth);
                break;
            case YamlSequenceNode list when path.Length > 0:
                for (var i = 0; i < list.Children.Count; i++) Walk(list.Children[i], $"{path}.{i}", layer, depth + 1);
                break;
            case YamlScalarNode { Value: { } value } scalar when path.Length > 0:
                if (scalar.Style != ScalarStyle.Plain || value is not ("" or "~" or "null")) settings.Add(new LayerText(layer, path, value, $"{fileName}:{scalar.Start.Line}"));
                break;
            case YamlScalarNode { Value: "" or null }:
                break;
            default:
                Refuse(fileName, "must be a map of settings", node.NodeType.ToString().ToLowerInvariant(), node.Start.Line);
                break;
        }
    }

    private const string TooMuch = "must have at most 100000 settings, nested at most 32 deep";

    private void Enter(string name, YamlNode child, string path, Layer layer, int depth)
    {
        if (path.Length == 0 && name == "services" && child is YamlMappingNode services)
        {
            foreach (var (key, own) in services.Children)
            {
                var whose = (key as YamlScalarNode)?.Value ?? "";
                if (whose == service) Walk(own, "", Layer.FileForService, depth + 1);
                else if (!ServiceNames.All.Contains(whose)) Refuse($"services.{whose}", $"must be one of {string.Join(" ", ServiceNames.All)}", "unknown", key.Start.Line);
            }
            return;
        }
        Walk(child, SettingName.Join(path, name), layer, depth + 1);
    }

    private void Refuse(string path, string rule, string was, long line) =>
        violations.Add(new Violation(path, rule, was) { Origin = line > 0 ? $"{fileName}:{line}" : fileName });
}
