using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Noderr.Hosting.Access;

/// <summary><c>X-Api-Key: KEY</c>, <c>Authorization: Bearer KEY</c>, or a WebSocket's protocol. Without any keys whoever sits at this machine may do everything.</summary>
internal sealed class ApiKeyHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logging, UrlEncoder encoder, ApiKeys keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logging, encoder)
{
    public const string Name = "api-key";
    private const string Bearer = "Bearer ";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Authenticate());

    private AuthenticateResult Authenticate()
    {
        if (keys.IsEmpty) return IsFromThisMachine() ? Welcome("local", Role.All) : AuthenticateResult.NoResult();
        if ((KeyOf(Request.Headers["X-Api-Key"], Request.Headers.Authorization) ?? WebSocketKeys.Of(Request)) is not { } key) return AuthenticateResult.NoResult();
        return keys.OwnerOf(key) is { } owner ? Welcome(owner.Name, owner.Roles) : AuthenticateResult.Fail("unknown key");
    }

    /// <summary>The name asked for must be local too, or any web page could reach us through a name of its own that resolves to loopback.</summary>
    private bool IsFromThisMachine() =>
        Context.Connection.RemoteIpAddress is { } peer && IPAddress.IsLoopback(peer)
        && (Request.Host.Host is "localhost" || (IPAddress.TryParse(Request.Host.Host.Trim('[', ']'), out var asked) && IPAddress.IsLoopback(asked)));

    private static string? KeyOf(string? header, string? authorization)
    {
        if (!string.IsNullOrEmpty(header)) return header;
        return authorization is not null && authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? authorization[Bearer.Length..].Trim() : null;
    }

    private static AuthenticateResult Welcome(string name, IEnumerable<string> roles)
    {
        Claim[] claims = [new(ClaimTypes.Name, name), .. roles.Select(r => new Claim(ClaimTypes.Role, r))];
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(claims, Name)), Name));
    }
}
