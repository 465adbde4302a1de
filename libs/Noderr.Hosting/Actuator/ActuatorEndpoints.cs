using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Noderr.Hosting.Access;
using Noderr.Hosting.Configuration;
using Noderr.Hosting.Logs;
using Noderr.Hosting.Metrics;
using Prometheus;

namespace Noderr.Hosting.Actuator;

/// <summary>What operators know from Spring and Steeltoe: what runs here, with which settings, and how loud.</summary>
internal static class ActuatorEndpoints
{
    public static void MapActuator(this IEndpointRouteBuilder routes)
    {
        var actuator = routes.MapGroup("/actuator").RequireAuthorization(Role.Viewer);
        actuator.MapGet("/info", (ServiceIdentity who) => new Info(who.Name, new Build(who.Version, who.Commit), who.Started));
        actuator.MapGet("/metrics", async (Meters meters) => new MetricNames(await NamesAsync(meters)));
        actuator.MapGet("/env", (ConfigurationStore store) => new Env(store.Current.Version,
            store.Current.Settings.OrderBy(s => s.Path, StringComparer.Ordinal).ToDictionary(s => s.Path, s => new EnvValue(s.Shown, s.Origin))));
        actuator.MapGet("/loggers", (LogLevels levels) => new LoggerList(Names, levels.Configured.ToDictionary(l => l.Key, l => Describe(levels, l.Key))));
        actuator.MapGet("/loggers/{name}", (string name, LogLevels levels) => Describe(levels, name));
        actuator.MapPost("/loggers/{name}", SetLevel).RequireAuthorization(Role.Admin);
        routes.MapGet("/metrics", WriteMetricsAsync).RequireAuthorization(Role.Viewer);
    }

    private static string[] Names => [.. Enum.GetNames<LogLevel>().Select(n => n.ToUpperInvariant())];

    private static Level Describe(LogLevels levels, string name) => new(
        levels.Configured.TryGetValue(name, out var configured) ? configured.ToString().ToUpperInvariant() : null, levels.Of(name).ToString().ToUpperInvariant());

    private static IResult SetLevel(string name, LevelRequest request, LogLevels levels)
    {
        if (request.ConfiguredLevel is null) levels.Set(name, null);
        else if (Names.Contains(request.ConfiguredLevel.ToUpperInvariant()) && Enum.TryParse<LogLevel>(request.ConfiguredLevel, ignoreCase: true, out var level)) levels.Set(name, level);
        else return Results.BadRequest(new Refusal($"configuredLevel: must be one of {string.Join(" ", Names)}, was {request.ConfiguredLevel}"));
        return Results.NoContent();
    }

    private static async Task<string[]> NamesAsync(Meters meters)
    {
        using var text = new MemoryStream();
        await meters.Registry.CollectAndExportAsTextAsync(text);
        return [.. from line in System.Text.Encoding.UTF8.GetString(text.ToArray()).Split('\n')
                   where line.StartsWith("# TYPE ", StringComparison.Ordinal)
                   let name = line.Split(' ')[2]
                   orderby name
                   select name];
    }

    private static async Task WriteMetricsAsync(HttpContext context, Meters meters)
    {
        context.Response.ContentType = PrometheusConstants.TextContentTypeWithVersionAndEncoding;
        await meters.Registry.CollectAndExportAsTextAsync(context.Response.Body, context.RequestAborted);
    }

    internal sealed record Info(string Name, Build Build, DateTimeOffset Started);

    internal sealed record Build(string Version, string Commit);

    internal sealed record MetricNames(string[] Names);

    internal sealed record Env(long Version, Dictionary<string, EnvValue> Properties);

    internal sealed record EnvValue(string Value, string Origin);

    internal sealed record LoggerList(string[] Levels, Dictionary<string, Level> Loggers);

    internal sealed record Level(string? ConfiguredLevel, string EffectiveLevel);

    internal sealed record LevelRequest(string? ConfiguredLevel);

    internal sealed record Refusal(string Error);
}
