using Noderr.Hosting.Configuration;
using Noderr.Hosting.Secrets;

namespace Noderr.Hosting.Grpc;

/// <summary>How this service calls others by gRPC.</summary>
public sealed record ClientSettings : IValidated
{
    [Setting("PEM file with the authority that issues this installation's certificates: whom it vouches for is trusted under any address; the system's when empty")]
    public string TlsAuthority { get; init; } = "";

    [Setting("API key that is shown to other services")]
    public Secret ApiKey { get; init; }

    public IEnumerable<Violation> Violations(string path)
    {
        if (TlsAuthority.Length > 0 && !File.Exists(TlsAuthority)) yield return new Violation($"{path}.tls.authority", "must be a file that is there", TlsAuthority);
    }
}
