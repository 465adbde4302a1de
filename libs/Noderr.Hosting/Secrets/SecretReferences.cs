namespace Noderr.Hosting.Secrets;

/// <summary>
/// Reads what <c>${scheme:key}</c> refers to, each once: a hot swap must not wait for a sidecar, and a service sees one value from start to stop.
/// </summary>
public sealed class SecretReferences(IEnumerable<ISecretSource> sources)
{
    private readonly Dictionary<string, ISecretSource> sources = sources.ToDictionary(s => s.Scheme, StringComparer.Ordinal);
    private readonly Dictionary<string, string> read = new(StringComparer.Ordinal);

    public static bool IsReference(string text) => text.Contains("${", StringComparison.Ordinal);

    public string Read(string text)
    {
        if (read.TryGetValue(text, out var known)) return known;
        var colon = text.IndexOf(':');
        if (!text.StartsWith("${", StringComparison.Ordinal) || !text.EndsWith('}') || colon < 0) throw new SecretUnavailableException("a reference is the whole value, as ${env:NAME}");
        if (!sources.TryGetValue(text[2..colon], out var source)) throw new SecretUnavailableException($"references begin with one of {string.Join(" ", sources.Keys.Order())}");
        return read[text] = source.Read(text[(colon + 1)..^1]);
    }
}
