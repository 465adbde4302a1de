using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Noderr.Domain.Events;
using Noderr.Hosting.Access;
using Noderr.Hosting.Configuration;
using Noderr.Hosting.Journals;
using RuntimeConfiguration = Noderr.Domain.Events.Configuration;

namespace Noderr.Control;

/// <summary>Settings to be changed together: all of them, or none. Null takes a change back.</summary>
public sealed record ConfigurationRequest(IReadOnlyDictionary<string, string?>? Values, string? Reason);

public sealed record RollbackRequest(long? Version, string? Reason);

/// <summary>A version as it is shown.</summary>
public sealed record ConfigurationVersion(long Version, string At, string Actor, string Reason, IReadOnlyDictionary<string, string> Values);

/// <summary><c>/api/v1/config</c>: what is changed while all is running. A change is checked, put on record, and followed by every service.</summary>
internal sealed class ConfigurationApi(ShardOwner<ControlEvent> control, ConfigurationStore store)
{
    private const int Scope = 0, MostSettings = 200, LongestText = 500, Attempts = 10;

    public static void Map(IEndpointRouteBuilder api, IServiceProvider services)
    {
        var configuration = ActivatorUtilities.CreateInstance<ConfigurationApi>(services);
        api.MapGet("/config", configuration.Now);
        api.MapGet("/config/history", configuration.History);
        api.MapPatch("/config", (ConfigurationRequest request, ClaimsPrincipal user) => configuration.Change(request, user)).RequireAuthorization(Role.Admin);
        api.MapPost("/config/rollback", (RollbackRequest request, ClaimsPrincipal user) => configuration.RollBack(request, user)).RequireAuthorization(Role.Admin);
    }

    private IResult Now() => Look(c => c.Configuration) is { } now
        ? Results.Ok(new
        {
            version = now.Version,
            changed = now.Values,
            settings = store.Current.Settings.OrderBy(s => s.Path, StringComparer.Ordinal).Select(s => new { name = s.Path, value = s.Shown, origin = s.Origin, live = s.IsLive }),
        })
        : ControlApi.NotOwner();

    private IResult History() => Look(c => c.Versions.Select(Shown).Reverse().ToArray()) is { } versions ? Results.Ok(versions) : ControlApi.NotOwner();

    private Task<IResult> Change(ConfigurationRequest request, ClaimsPrincipal user)
    {
        if (request.Values is not { Count: > 0 and <= MostSettings } values) return Task.FromResult(Refused($"values must name 1 to {MostSettings} settings"));
        if (values.FirstOrDefault(v => v.Key.Length is 0 or > LongestText || v.Value?.Length > LongestText) is { Key: not null } tooLong)
            return Task.FromResult(Refused($"{tooLong.Key}: a name and its value have at most {LongestText} characters"));
        return Become(now => values.Aggregate(now, (all, v) => v.Value is null ? all.Remove(v.Key) : all.SetItem(v.Key, v.Value)), user, request.Reason);
    }

    private Task<IResult> RollBack(RollbackRequest request, ClaimsPrincipal user)
    {
        if (request.Version is not { } version) return Task.FromResult(Refused("version must be given; 0 takes all changes back"));
        if (version == 0) return Become(_ => RuntimeConfiguration.None.Values, user, request.Reason ?? "rollback to 0");
        var versions = Look(c => c.Versions.Select(v => v.Configuration).ToArray());
        if (versions is null) return Task.FromResult(ControlApi.NotOwner());
        return versions.FirstOrDefault(v => v.Version == version) is { } wanted
            ? Become(_ => wanted.Values, user, request.Reason ?? $"rollback to {version}")
            : Task.FromResult(Refused($"there is no version {version}; {(versions.Length == 0 ? "nothing was changed yet" : $"kept are {versions[0].Version} to {versions[^1].Version}, and 0")}"));
    }

    private async Task<IResult> Become(Func<ImmutableSortedDictionary<string, string>, ImmutableSortedDictionary<string, string>> change, ClaimsPrincipal user, string? reason)
    {
        if (reason?.Length > LongestText) return Refused($"a reason has at most {LongestText} characters");
        // Somebody else may change another setting meanwhile: then this change is made on top of theirs.
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (Look(c => c.Configuration) is not { } now) return ControlApi.NotOwner();
            var values = change(now.Values);
            if (values.Count > MostSettings) return Refused($"at most {MostSettings} settings can be changed at run time");
            var violations = RuntimeSettings.Check(store, values);
            if (violations.Count > 0) return Refused(string.Join("\n", violations));
            if (!await control.Ask(Scope, new ConfigurationCommand(now.Version, values, user.Identity?.Name ?? "", reason ?? ""))) return ControlApi.NotOwner();
            if (Look(c => c.Versions.FirstOrDefault(v => v.Configuration.Version > now.Version).Configuration) is { } made && made.Values.SequenceEqual(values))
                return Results.Ok(new { version = made.Version, changed = made.Values });
            if (values.SequenceEqual(now.Values)) return Results.Ok(new { version = now.Version, changed = now.Values });
        }
        return Results.Problem("others change the configuration all the time; try again", statusCode: 409);
    }

    private T? Look<T>(Func<ControlDecider, T> look) => control.Look(Scope, look);

    private static ConfigurationVersion Shown(ControlEvent e) => new(e.Configuration.Version, e.At.ToString(), e.Actor, e.Text, e.Configuration.Values);

    private static IResult Refused(string why) => Results.Problem(why, statusCode: 422);
}
