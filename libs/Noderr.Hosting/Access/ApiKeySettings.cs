using Noderr.Hosting.Configuration;
using Noderr.Hosting.Secrets;

namespace Noderr.Hosting.Access;

/// <summary>A key that opens this service, as its hash or as a reference to where it is kept: never as itself.</summary>
public sealed record ApiKeySettings : IValidated
{
    [Setting("whose key it is", Required = true), Name]
    public string Name { get; init; } = "";

    [Setting("the key's hash: printf %s KEY | sha256sum"), Sha256]
    public string Sha256 { get; init; } = "";

    [Setting("where the key is kept: ${env:NAME}, ${file:/path} or ${dapr:store/key}")]
    public Secret Key { get; init; }

    [Setting("what its holder may do: viewer trader risk admin"), AtLeast(1)]
    public IReadOnlyList<string> Roles { get; init; } = [];

    public IEnumerable<Violation> Violations(string path)
    {
        if (Sha256.Length > 0 == !Key.IsEmpty) yield return new Violation($"{path}.sha256", "must be set, or else key", Key.IsEmpty ? "neither" : "both");
        if (!Key.IsEmpty && !Key.IsReferenced) yield return new Violation($"{path}.key", "must be a reference as ${env:NAME}; a key itself is kept as sha256", Secret.Shown);
        if (Key.IsReferenced && Key.Reveal().Length < 16) yield return new Violation($"{path}.key", "must have at least 16 characters", Secret.Shown);
        foreach (var role in Roles)
            if (!Role.All.Contains(role)) yield return new Violation($"{path}.roles", $"must be one of {string.Join(" ", Role.All)}", role);
    }
}
