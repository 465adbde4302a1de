using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Noderr.Cli.Kafka.Client;

/// <summary>How to get at a cluster: its first brokers, a login, encryption.</summary>
internal sealed record Access(IReadOnlyList<Endpoint> Bootstrap, string? User, string? Password, bool Tls, X509Certificate2Collection? Authorities)
{
    public static Access From(string bootstrap, string? user, string? passwordFile, bool tls, string? authorities)
    {
        var endpoints = bootstrap.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Endpoint.Parse).ToList();
        if (endpoints.Count == 0) throw new CannotException("--bootstrap is empty; give host:port");
        if (user is null != passwordFile is null) throw new CannotException("a login needs both --user NAME and --password-file FILE");
        tls |= authorities is not null;
        if (user is not null && !tls && endpoints.Any(e => !e.IsLoopback))
            throw new CannotException("the password would go over the network in the clear; give --tls-ca FILE, or --tls for a certificate of a public authority");
        return new Access(endpoints, user, passwordFile is null ? null : ReadSecret("password", passwordFile), tls, authorities is null ? null : ReadAuthorities(authorities));
    }

    public SslClientAuthenticationOptions TlsOptions(string host) => TlsOptions(host, Authorities);

    /// <summary>Trusts these authorities alone, or those of this machine when there are none.</summary>
    public static SslClientAuthenticationOptions TlsOptions(string host, X509Certificate2Collection? authorities)
    {
        var options = new SslClientAuthenticationOptions { TargetHost = host };
        if (authorities is { Count: > 0 })
        {
            options.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        }
        return options;
    }

    /// <summary>A password or a key, without the line end that editors add.</summary>
    public static string ReadSecret(string what, string path)
    {
        try
        {
            var password = File.ReadAllText(path).TrimEnd('\r', '\n');
            return password.Length > 0 ? password : throw new CannotException($"the {what} file {path} is empty");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CannotException($"the {what} file can't be read: {e.Message}");
        }
    }

    public static X509Certificate2Collection ReadAuthorities(string path)
    {
        try
        {
            var found = new X509Certificate2Collection();
            found.ImportFromPemFile(path);
            return found.Count > 0 ? found : throw new CannotException($"{path} holds no certificate; give a PEM file with --tls-ca");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new CannotException($"the certificate {path} can't be read: {e.Message} Give a PEM file with --tls-ca");
        }
    }
}
