namespace Noderr.Cli.Kafka.Client;

/// <summary>host:port, where a host may be an IPv6 address in brackets.</summary>
internal readonly record struct Endpoint(string Host, int Port)
{
    public bool IsLoopback => Host == "localhost" || (System.Net.IPAddress.TryParse(Host, out var ip) && System.Net.IPAddress.IsLoopback(ip));

    public static Endpoint Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon <= 0 || !int.TryParse(text.AsSpan(colon + 1), out var port) || port is < 1 or > 65535)
            throw new CannotException($"--bootstrap {text} is not host:port; give one as 127.0.0.1:9092");
        return new Endpoint(text[..colon].Trim('[', ']'), port);
    }

    public override string ToString() => Host.Contains(':') ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
