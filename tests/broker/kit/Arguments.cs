namespace Noderr.Tests.Broker.Kit;

/// <summary>Command line of a test program: <c>--name value</c>, <c>--flag</c>, and <c>--set key=value</c> as often as wanted.</summary>
public sealed class Arguments
{
    private readonly Dictionary<string, string> _values = [];
    private readonly List<string> _settings = [];

    public Arguments(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        for (var i = 0; i < args.Length; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
                throw new ArgumentException($"unexpected argument '{args[i]}'");
            var name = args[i][2..];
            var hasValue = i + 1 < args.Length && !args[i + 1].StartsWith("--", StringComparison.Ordinal);
            if (name == "set" && hasValue)
                _settings.Add(args[++i]);
            else
                _values[name] = hasValue ? args[++i] : "";
        }
    }

    /// <summary>Broker settings under Apache Kafka's names, each <c>key=value</c>.</summary>
    public IReadOnlyList<string> Settings => _settings;

    public bool Has(string name) => _values.ContainsKey(name);

    public string Text(string name, string fallback) => _values.GetValueOrDefault(name, fallback);

    public int Number(string name, int fallback) => _values.TryGetValue(name, out var text) ? int.Parse(text) : fallback;
}
