namespace Noderr.Hosting.Configuration;

/// <summary>NODERR__KAFKA__BOOTSTRAP_SERVERS is kafka.bootstrap.servers: underscores are dots.</summary>
internal static class EnvironmentLayer
{
    private const string Prefix = "NODERR__";

    public static LayerReading Read(IEnumerable<KeyValuePair<string, string>> variables) => new(
        [.. from variable in variables
            where variable.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
            let path = variable.Key[Prefix.Length..].Replace("__", ".", StringComparison.Ordinal).Replace('_', '.').ToLowerInvariant()
            select new LayerText(Layer.Environment, path, variable.Value, variable.Key)], []);
}
