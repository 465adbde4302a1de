using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Noderr.Domain.Books;
using Noderr.Domain.Events;
using Noderr.Domain.Orders;
using Noderr.Hosting.Access;
using Noderr.Hosting.Journals;

namespace Noderr.Control;

/// <summary>A shard of a service, and who owns it.</summary>
public sealed record ShardLine(int Shard, long Epoch, string Owner, string Address);

/// <summary>What people and programs see and do: <c>/api/v1</c>, a stream of the same, and a page.</summary>
public static class ControlApi
{
    public static void MapControl(this WebApplication app)
    {
        var (blotter, owners) = (app.Services.GetRequiredService<Blotter>(), app.Services.GetRequiredService<OwnerDirectory>());
        var (control, books) = (app.Services.GetRequiredService<ShardOwner<ControlEvent>>(), app.Services.GetRequiredService<Book[]>());
        var killSwitch = new KillSwitchApi(control, books);
        var pictures = new Pictures(blotter, control, killSwitch);
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromSeconds(15) });
        var api = app.MapGroup("/api/v1").RequireAuthorization(Role.Viewer);
        api.MapGet("/status", () => new { services = Owners(owners), totals = blotter.Status(), halted = killSwitch.IsAnyHalted() });
        api.MapGet("/prices", blotter.Prices);
        api.MapGet("/positions", blotter.Positions);
        api.MapGet("/books", () => books.Select(b => new { b.Name, strategies = b.Strategies.Select(s => s.Name), halted = killSwitch.IsHalted(b) }));
        api.MapGet("/alerts", pictures.Alerts);
        api.MapGet("/orders", (int? count, bool? open) => blotter.Orders(Math.Clamp(count ?? 100, 1, 1000), open ?? false));
        api.MapGet("/orders/{order}/why", (string order) => Identity.TryParse(order, out var id) && blotter.Why(id) is var (line, steps)
            ? Results.Ok(new { order = line, steps = steps.Select(s => new { s.Journal, s.Offset, s.What, at = s.At.ToString() }) })
            : Results.Problem($"no order {order} is known here; GET /api/v1/orders lists the newest", statusCode: 404));
        killSwitch.Map(api);
        OrdersApi.Map(api, app.Services);
        ConfigurationApi.Map(api, app.Services);
        new StreamApi(pictures).Map(api);
        app.MapGet("/", () => Results.Stream(typeof(ControlApi).Assembly.GetManifestResourceStream("index.html")!, "text/html; charset=utf-8")).AllowAnonymous();
    }

    internal static IResult NotOwner() => Results.Problem("control does not own its journal yet; try again", statusCode: 503);

    private static Dictionary<string, ShardLine[]> Owners(OwnerDirectory owners) =>
        Topology.Services.ToDictionary(s => s.Name, s => owners.All.Where(o => o.Journal == s.Journal).Select(o => new ShardLine(o.Shard, o.Note.Epoch, o.Note.Owner, o.Note.Address)).ToArray());
}
