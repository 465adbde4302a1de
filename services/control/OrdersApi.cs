using System.IO.Hashing;
using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Noderr.Domain.Books;
using Noderr.Domain.Events;
using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;
using Noderr.Hosting.Access;
using Noderr.Hosting.Journals;

namespace Noderr.Control;

/// <summary>An order as somebody asks for it. Numbers are texts, so that nothing is rounded on the way. The same <see cref="Id"/> asks once.</summary>
public sealed record SubmitOrderRequest(
    string? Id, string? Book, string? Instrument, string? Side, string? Quantity, string? Type, string? TimeInForce, string? Limit, string? Trigger, string? Trail,
    string? LimitOffset, string? TriggerBy, string? Display, bool? PostOnly, bool? ReduceOnly, string? Expires);

/// <summary>Other terms: what is not given stays as it was.</summary>
public sealed record AmendOrderRequest(string? Quantity, string? Limit, string? Trigger);

/// <summary><c>/api/v1/orders</c>: orders by hand. What is wrong with one is said before it is on record; what becomes of it, <c>why</c> tells.</summary>
internal sealed class OrdersApi(ShardOwner<ControlEvent> control, Blotter blotter, Book[] books, InstrumentCatalog instruments)
{
    private const int Scope = 0, LongestId = 64;

    public static void Map(IEndpointRouteBuilder api, IServiceProvider services)
    {
        var orders = ActivatorUtilities.CreateInstance<OrdersApi>(services);
        api.MapPost("/orders", (SubmitOrderRequest request, ClaimsPrincipal user) => orders.Submit(request, user)).RequireAuthorization(Role.Trader);
        api.MapPatch("/orders/{order}", (string order, AmendOrderRequest request, ClaimsPrincipal user) => orders.Amend(order, request, user)).RequireAuthorization(Role.Trader);
        api.MapDelete("/orders/{order}", (string order, ClaimsPrincipal user) => orders.Cancel(order, user)).RequireAuthorization(Role.Trader);
    }

    private async Task<IResult> Submit(SubmitOrderRequest request, ClaimsPrincipal user)
    {
        var form = new OrderForm();
        var book = request.Book is null && books.Length == 1 ? books[0] : books.FirstOrDefault(b => b.Name == request.Book);
        if (book is null) return Refused($"book must be one of {string.Join(", ", books.Select(b => b.Name))}");
        if (!instruments.TryGet(request.Instrument ?? "", out var instrument)) return Refused($"instrument must be one of {string.Join(", ", instruments.Select(i => i.Id))}");
        if (request.Id is { Length: 0 or > LongestId }) return Refused($"id has 1 to {LongestId} characters");
        var side = form.Named<Side>("side", request.Side);
        var quantity = form.Quantity("quantity", request.Quantity);
        var terms = form.Terms(request);
        if (form.Fault is { } fault) return Refused(fault);
        if (terms.Fault(quantity, instrument, Timestamp.From(DateTimeOffset.UtcNow)) is { } wrong) return Refused(wrong);
        var order = NameOf(request.Id ?? Guid.NewGuid().ToString(), book);
        return await Tell(ControlKind.OrderAsked, book.Index, user, new OrderRequest(order, instrument.Index, side, quantity, terms));
    }

    private async Task<IResult> Amend(string order, AmendOrderRequest request, ClaimsPrincipal user)
    {
        var form = new OrderForm();
        var (quantity, limit, trigger) = (form.Quantity("quantity", request.Quantity ?? "0"), form.Price("limit", request.Limit), form.Price("trigger", request.Trigger));
        if (form.Fault is { } fault) return Refused(fault);
        if (quantity.Sign == 0 && limit.Units == 0 && trigger.Units == 0) return Refused("give at least one of quantity, limit and trigger");
        if (Open(order) is not { } line) return Unknown(order);
        return await Tell(ControlKind.AmendAsked, line.Book, user, new OrderRequest(line.Order, line.Instrument, default, quantity, new OrderTerms { Limit = limit, Trigger = trigger }));
    }

    private async Task<IResult> Cancel(string order, ClaimsPrincipal user) => Open(order) is { } line
        ? await Tell(ControlKind.CancelAsked, line.Book, user, new OrderRequest(line.Order, line.Instrument, default, default, default))
        : Unknown(order);

    private async Task<IResult> Tell(ControlKind kind, int book, ClaimsPrincipal user, OrderRequest request) =>
        await control.Ask(Scope, new OrderCommand(kind, book, user.Identity?.Name ?? "", request))
            ? Results.Accepted($"/api/v1/orders/{request.Order}/why", new { order = request.Order.ToString() })
            : ControlApi.NotOwner();

    private (Identity Order, int Book, int Instrument)? Open(string order) =>
        Identity.TryParse(order, out var id) && blotter.Find(id) is { IsOver: false } line && instruments.TryGet(line.Instrument, out var instrument)
            ? (id, Array.FindIndex(books, b => b.Name == line.Book), instrument.Index)
            : null;

    // What somebody calls it is his own affair: the same call for the same book is the same order.
    private static Identity NameOf(string id, Book book) =>
        Identity.Of(Identity.Kind.Order, XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(id)), (UInt128)(uint)book.Index);

    private static IResult Unknown(string order) => Results.Problem($"no open order {order} is known here; GET /api/v1/orders?open=true lists those that are", statusCode: 404);

    private static IResult Refused(string why) => Results.Problem(why, statusCode: 422);
}
