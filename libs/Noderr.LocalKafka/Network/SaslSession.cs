using System.Text;

namespace Noderr.LocalKafka.Network;

/// <summary>A connection's way through SASL PLAIN: a handshake names the mechanism, then one token holds name and password.</summary>
public sealed class SaslSession(Users users)
{
    public const string Mechanism = "PLAIN";

    private bool handshaken;

    public string? Principal { get; private set; }
    public bool IsAuthenticated => Principal is not null;
    public bool ExpectsToken => handshaken && !IsAuthenticated;

    /// <summary>Clients of the oldest handshake send the token without a Kafka header.</summary>
    public bool ExpectsRawToken { get; private set; }

    public bool Handshake(string mechanism, short version)
    {
        if (mechanism != Mechanism) return false;
        handshaken = true;
        ExpectsRawToken = version == 0;
        return true;
    }

    /// <summary>The empty answer to a good token; null for a bad one.</summary>
    public byte[]? AuthenticateRaw(ReadOnlySpan<byte> token)
    {
        ExpectsRawToken = false;
        return Authenticate(token) ? [] : null;
    }

    /// <summary>[authorization id] NUL name NUL password (RFC 4616).</summary>
    public bool Authenticate(ReadOnlySpan<byte> token)
    {
        var parts = Encoding.UTF8.GetString(token).Split('\0');
        if (parts.Length != 3 || (parts[0].Length > 0 && parts[0] != parts[1]) || !users.Accepts(parts[1], parts[2])) return false;
        Principal = parts[1];
        return true;
    }
}
