namespace Noderr.Hosting.Secrets;

public sealed class EnvironmentSecrets(IReadOnlyDictionary<string, string> variables) : ISecretSource
{
    public string Scheme => "env";

    public string Read(string key) => variables.TryGetValue(key, out var value) && value.Length > 0 ? value : throw new SecretUnavailableException("no such variable");
}
