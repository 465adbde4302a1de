using System.Buffers.Text;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Noderr.Hosting.Access;

/// <summary>
/// A browser's WebSocket can't send headers of its own, but it can name protocols: the key comes as <c>noderr.key.BASE64URL</c> beside
/// <c>noderr.v1</c>, which is the one that is agreed on. In the address it would end up in logs.
/// </summary>
public static class WebSocketKeys
{
    public const string Protocol = "noderr.v1";
    private const string Prefix = "noderr.key.";
    private const int Longest = 1024;

    internal static string? Of(HttpRequest request)
    {
        if (request.Headers.Upgrade != "websocket") return null;
        var asked = request.Headers.SecWebSocketProtocol.SelectMany(h => (h ?? "").Split(',', StringSplitOptions.TrimEntries));
        var key = asked.FirstOrDefault(p => p.StartsWith(Prefix, StringComparison.Ordinal) && p.Length <= Longest)?[Prefix.Length..];
        return key is not null && Base64Url.IsValid(key) ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(key)) : null;
    }
}
