namespace Noderr.Hosting.Configuration;

/// <summary>noderr.yaml, and the file of instruments and books when that is another one.</summary>
internal static class ConfigurationFiles
{
    public const string UsualName = "noderr.yaml";
    private const string TradingFile = "trading.file";

    /// <summary>All layers of a service, from its surroundings.</summary>
    public static IReadOnlyList<LayerReading> Layers(string service, Surroundings around)
    {
        var arguments = ArgumentLayer.Read(around.Arguments, out var named);
        var environment = EnvironmentLayer.Read(around.Variables);
        named ??= around.Variables.GetValueOrDefault("NODERR_CONFIG");
        var path = Path.Combine(around.Folder, named ?? UsualName);
        var file = named is not null || File.Exists(path) ? Read(path, named ?? UsualName, service, "") : LayerReading.Empty;
        LayerReading[] layers = [file, environment, arguments];
        var trading = layers.SelectMany(l => l.Settings).Where(s => s.Path == TradingFile).OrderBy(s => s.Layer).LastOrDefault();
        if (trading is null or { Text: "" }) return layers;
        return [.. layers, Read(Path.Combine(Path.GetDirectoryName(path)!, trading.Text), trading.Text, service, "trading")];
    }

    private static LayerReading Read(string path, string shown, string service, string under)
    {
        try
        {
            return YamlLayer.Read(File.ReadAllText(path), shown, service, under);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new LayerReading([], [new Violation(shown, "must be a file that can be read", e is UnauthorizedAccessException ? "not readable" : "not there")]);
        }
    }
}
