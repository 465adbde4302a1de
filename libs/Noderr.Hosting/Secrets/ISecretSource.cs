namespace Noderr.Hosting.Secrets;

/// <summary>Where values of the form <c>${scheme:key}</c> come from.</summary>
public interface ISecretSource
{
    string Scheme { get; }

    /// <summary>Throws <see cref="SecretUnavailableException"/> with a reason that gives nothing away.</summary>
    string Read(string key);
}

public sealed class SecretUnavailableException(string reason) : Exception(reason);
