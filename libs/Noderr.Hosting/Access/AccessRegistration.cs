using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace Noderr.Hosting.Access;

internal static class AccessRegistration
{
    /// <summary>An endpoint that names no policy asks for a known caller: forgetting is not opening.</summary>
    public static void AddAccess(this IServiceCollection services, IReadOnlyList<ApiKeySettings> keys)
    {
        services.AddSingleton(new ApiKeys(keys));
        services.AddAuthentication(ApiKeyHandler.Name).AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.Name, null);
        var authorization = services.AddAuthorizationBuilder();
        var known = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
        authorization.SetFallbackPolicy(known);
        authorization.AddPolicy(Role.Viewer, known);
        foreach (var role in Role.All.Where(r => r != Role.Viewer)) authorization.AddPolicy(role, policy => policy.RequireRole(role));
    }
}
