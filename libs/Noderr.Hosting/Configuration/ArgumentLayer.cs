namespace Noderr.Hosting.Configuration;

/// <summary><c>--config FILE</c> and any number of <c>--set name=value</c>; nothing else.</summary>
internal static class ArgumentLayer
{
    public static LayerReading Read(IReadOnlyList<string> arguments, out string? file)
    {
        file = null;
        var settings = new List<LayerText>();
        var violations = new List<Violation>();
        for (var i = 0; i < arguments.Count; i++)
        {
            switch (arguments[i])
            {
                case "--config" when i + 1 < arguments.Count:
                    file = arguments[++i];
                    break;
                case "--set" when i + 1 < arguments.Count && arguments[i + 1].IndexOf('=') is > 0 and var equals:
                    var pair = arguments[++i];
                    settings.Add(new LayerText(Layer.CommandLine, pair[..equals].Trim(), pair[(equals + 1)..].Trim(), "--set"));
                    break;
                default:
                    // The value after a misspelt --set may be a secret: only the word itself is shown.
                    var word = arguments[i].Split('=')[0];
                    violations.Add(new Violation("command line", "must be --config FILE or --set name=value", word));
                    if (word is "--set" or "--config") i++;
                    break;
            }
        }
        return new LayerReading(settings, violations);
    }
}
