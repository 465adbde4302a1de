using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Noderr.Domain.Books;
using Noderr.Domain.Events;
using Noderr.Domain.Orders;
using Noderr.Journal.Kafka;

namespace Noderr.Control;

public sealed record KillSwitchRequest(string? Book, string? Reason);

/// <summary>What people and programs see and do: <c>/api/v1</c>, a stream of the same, and a page.</summary>
public static class ControlApi
{
    private static readonly TimeSpan BetweenPictures = TimeSpan.FromMilliseconds(250);

    public static void MapControl(this IEndpointRouteBuilder app, Blotter blotter, ShardDriver<ControlEvent> control, IReadOnlyList<Book> books, Func<object> services)
    {
        var api = app.MapGroup("/api/v1");
        api.MapGet("/status", () => new { services = services(), totals = blotter.Status(), halted = Halted(control, books) });
        api.MapGet("/prices", blotter.Prices);
        api.MapGet("/positions", blotter.Positions);
        api.MapGet("/books", () => books.Select(b => new { b.Name, strategies = b.Strategies.Select(s => s.Name), halted = control.Look((ControlDecider c) => c.IsHalted(b.Index)) }));
        api.MapGet("/orders", (int? count) => blotter.Orders(Math.Clamp(count ?? 100, 1, 1000)));
        api.MapGet("/orders/{order}/why", (string order) => Identity.TryParse(order, out var id) && blotter.Why(id) is var (line, steps)
            ? Results.Ok(new { order = line, steps = steps.Select(s => new { s.Journal, s.Offset, s.What, at = s.At.ToString() }) })
            : Results.Problem($"no order {order} is known here; GET /api/v1/orders lists the newest", statusCode: 404));
        api.MapPost("/kill-switch", (KillSwitchRequest request) => Switch(control, books, ControlKind.KillSwitchOn, request));
        api.MapDelete("/kill-switch", (string? book, string? reason) => Switch(control, books, ControlKind.KillSwitchOff, new(book, reason)));
        app.MapGet("/api/v1/stream", (HttpContext http) => Stream(http, blotter, control, books));
        app.MapGet("/", () => Results.Stream(typeof(ControlApi).Assembly.GetManifestResourceStream("index.html")!, "text/html; charset=utf-8"));
    }

    private static async Task<IResult> Switch(ShardDriver<ControlEvent> control, IReadOnlyList<Book> books, ControlKind kind, KillSwitchRequest request)
    {
        var book = string.IsNullOrEmpty(request.Book) ? -1 : books.FirstOrDefault(b => b.Name == request.Book)?.Index;
        if (book is null) return Results.Problem($"there is no book {request.Book}: give one of {string.Join(", ", books.Select(b => b.Name))}, or none for all", statusCode: 400);
        if (request.Reason is { Length: > 500 }) return Results.Problem("a reason has at most 500 characters", statusCode: 400);
        return await control.Ask(new ControlCommand(kind, book.Value, "api", request.Reason ?? ""))
            ? Results.Ok(new { halted = Halted(control, books) })
            : Results.Problem("control does not own its journal yet; try again", statusCode: 503);
    }

    private static bool Halted(ShardDriver<ControlEvent> control, IReadOnlyList<Book> books) => control.Look((ControlDecider c) => books.Any(b => c.IsHalted(b.Index)));

    // Server-sent events: a browser reconnects by itself.
    private static async Task Stream(HttpContext http, Blotter blotter, ShardDriver<ControlEvent> control, IReadOnlyList<Book> books)
    {
        http.Response.ContentType = "text/event-stream";
        while (!http.RequestAborted.IsCancellationRequested)
        {
            var picture = JsonSerializer.Serialize(new
            {
                totals = blotter.Status(),
                halted = Halted(control, books),
                prices = blotter.Prices(),
                positions = blotter.Positions(),
                orders = blotter.Orders(40).Select(o => new
                {
                    o.Order,
                    o.Strategy,
                    o.Instrument,
                    o.Side,
                    o.Quantity,
                    o.Limit,
                    o.State,
                    o.Filled,
                    o.Reason,
                    at = o.Created.ToDateTimeOffset().ToString("HH:mm:ss.fff"),
                }),
            }, JsonSerializerOptions.Web);
            await http.Response.WriteAsync($"data: {picture}\n\n", http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
            await Task.Delay(BetweenPictures, http.RequestAborted);
        }
    }
}
