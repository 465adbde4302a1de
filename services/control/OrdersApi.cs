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
    string? LimitOffset, string? TriggerBy, string? Display, bool? PostOnly, bool? ReduceOnly, string? Expires)
{
    /// <summary>It is worked over time.</summary>
    public AlgorithmForm? Algorithm { get; init; }

    /// <summary>A limit at which what was filled is closed; what the stop closes, it does not.</summary>
    public string? TakeProfit { get; init; }

    /// <summary>A trigger at which what was filled is closed.</summary>
    public string? StopLoss { get; init; }
}

/// <summary>How an order is worked: times as texts, durations as 10m, parts of one as 0.25.</summary>
public sealed record AlgorithmForm(string? Kind, string? Start, string? End, string? Over, int? Slices, string? Jitter, string? CatchUp, IReadOnlyList<string>? Profile, string? Share, string? Urgency, string? Display, string? Retry, bool? LeaveRest);

/// <summary>Orders that belong together: one cancels the others, one reduces the others, or neither; the legs come to be as the first one is filled.</summary>
public sealed record OrderGroupForm(string? Id, string? Book, string? Relation, SubmitOrderRequest? First, IReadOnlyList<SubmitOrderRequest>? Legs);

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
        api.MapPost("/order-groups", (OrderGroupForm request, ClaimsPrincipal user) => orders.Submit(request, user)).RequireAuthorization(Role.Trader);
        api.MapPatch("/orders/{order}", (string order, AmendOrderRequest request, ClaimsPrincipal user) => orders.Amend(order, request, user)).RequireAuthorization(Role.Trader);
        api.MapPost("/orders/{order}/pause", (string order, ClaimsPrincipal user) => orders.Direct(ControlKind.PauseAsked, order, user)).RequireAuthorization(Role.Trader);
        api.MapPost("/orders/{order}/resume", (string order, ClaimsPrincipal user) => orders.Direct(ControlKind.ResumeAsked, order, user)).RequireAuthorization(Role.Trader);
        api.MapDelete("/orders/{order}", (string order, ClaimsPrincipal user) => orders.Cancel(order, user)).RequireAuthorization(Role.Trader);
    }

    private async Task<IResult> Submit(SubmitOrderRequest request, ClaimsPrincipal user)
    {
        var form = new OrderForm();
        if (BookOf(request.Book, form) is not { } book) return Refused(form.Fault!);
        var name = NameOf(request.Id, book, form);
        var order = Order(request, name, form);
        if (form.Fault is { } fault) return Refused(fault);
        if (request.Algorithm is not null && (request.TakeProfit ?? request.StopLoss) is not null) return Refused("an order that is worked has no takeProfit and no stopLoss: give those when it is done");
        if (request.TakeProfit is null && request.StopLoss is null) return await Tell(ControlKind.OrderAsked, book.Index, user, order!);
        var legs = Protection(order!, request, form).ToArray();
        if ((form.Fault ?? legs.Select(l => Wrong(l)).FirstOrDefault(w => w is not null)) is { } wrong) return Refused(wrong);
        return await Tell(book, user, new OrderGroupRequest(Identity.Of(Identity.Kind.Order, name.Value, 1), LegRelation.Reduces, order, legs), name);
    }

    private async Task<IResult> Submit(OrderGroupForm request, ClaimsPrincipal user)
    {
        var form = new OrderForm();
        if (BookOf(request.Book, form) is not { } book) return Refused(form.Fault!);
        if (request.Legs is not { Count: > 0 and <= OrderGroupRequest.MostLegs } legs) return Refused($"legs must be 1 to {OrderGroupRequest.MostLegs} orders");
        if (request.First is null && legs.Count == 1) return Refused("one order alone is no group: give first, or more legs");
        var relation = request.Relation switch { "oco" => LegRelation.Cancels, "ouo" => LegRelation.Reduces, null or "none" => LegRelation.None, _ => (LegRelation?)null };
        if (relation is null) return Refused($"relation must be oco (one cancels the others), ouo (one reduces the others) or none, not '{request.Relation}'");
        if (request.First is null && relation == LegRelation.None) return Refused("legs that hang together in no way are no group: give first, or a relation");
        var name = NameOf(request.Id, book, form);
        if (legs.Any(l => l.Algorithm is not null) || request.First?.Algorithm is not null) return Refused("an order of a group can't be worked by an algorithm");
        var first = request.First is { } opening ? Order(opening, Identity.Of(Identity.Kind.Order, name.Value, 1), form) : null;
        var orders = legs.Select((leg, i) => Order(leg, Identity.Of(Identity.Kind.Order, name.Value, (UInt128)(i + 2)), form)).ToArray();
        if (form.Fault is { } fault) return Refused(fault);
        if (first is not null && orders.Any(l => l!.Terms.IsReduceOnly && (l.Instrument != first.Instrument || l.Side == first.Side)))
            return Refused("a leg that reduces what the first one opened is of the same instrument and the other side");
        return await Tell(book, user, new OrderGroupRequest(name, relation.Value, first, orders!), first?.Order ?? orders[0]!.Order);
    }

    // Each closes as much as was filled and the other has not closed.
    private static IEnumerable<OrderRequest> Protection(OrderRequest order, SubmitOrderRequest request, OrderForm form)
    {
        if (request.TakeProfit is { } profit)
            yield return Leg(2, OrderTerms.AtLimit(form.Price("takeProfit", profit)));
        if (request.StopLoss is { } loss)
            yield return Leg(3, new OrderTerms { Type = OrderType.Stop, Trigger = form.Price("stopLoss", loss) });

        OrderRequest Leg(int number, OrderTerms terms) => new(
            Identity.Of(Identity.Kind.Order, order.Order.Value, (UInt128)number), order.Instrument, order.Side.Opposite(), order.Quantity, terms with { IsReduceOnly = true });
    }

    private OrderRequest? Order(SubmitOrderRequest request, Identity name, OrderForm form)
    {
        if (!instruments.TryGet(request.Instrument ?? "", out var instrument))
        {
            form.Refuse($"instrument must be one of {string.Join(", ", instruments.Select(i => i.Id))}");
            return null;
        }
        var order = new OrderRequest(name, instrument.Index, form.Named<Side>("side", request.Side), form.Quantity("quantity", request.Quantity), form.Terms(request))
        {
            Algorithm = request.Algorithm is { } algorithm ? form.Algorithm(algorithm, Timestamp.From(DateTimeOffset.UtcNow)) : null,
        };
        if (form.Fault is null && Wrong(order) is { } wrong) form.Refuse(wrong);
        return order;
    }

    private string? Wrong(OrderRequest order)
    {
        var (instrument, now) = (instruments[order.Instrument], Timestamp.From(DateTimeOffset.UtcNow));
        return order.Algorithm is { } algorithm ? algorithm.Fault(order.Quantity, order.Terms, instrument, now) : order.Terms.Fault(order.Quantity, instrument, now);
    }

    private Book? BookOf(string? name, OrderForm form)
    {
        var book = name is null && books.Length == 1 ? books[0] : books.FirstOrDefault(b => b.Name == name);
        if (book is null) form.Refuse($"book must be one of {string.Join(", ", books.Select(b => b.Name))}");
        return book;
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

    private async Task<IResult> Direct(ControlKind kind, string order, ClaimsPrincipal user)
    {
        if (Open(order) is not { } line) return Unknown(order);
        if (blotter.Find(line.Order) is not { IsWorked: true }) return Refused($"order {order} is not worked by an algorithm: only those can be paused and resumed");
        return await Tell(kind, line.Book, user, new OrderRequest(line.Order, line.Instrument, default, default, default));
    }

    private async Task<IResult> Tell(ControlKind kind, int book, ClaimsPrincipal user, OrderRequest request) =>
        await control.Ask(Scope, new OrderCommand(kind, book, user.Identity?.Name ?? "", request))
            ? Results.Accepted($"/api/v1/orders/{request.Order}/why", new { order = request.Order.ToString() })
            : ControlApi.NotOwner();

    private async Task<IResult> Tell(Book book, ClaimsPrincipal user, OrderGroupRequest group, Identity order) =>
        await control.Ask(Scope, new GroupCommand(book.Index, user.Identity?.Name ?? "", group))
            ? Results.Accepted($"/api/v1/orders/{order}/why", new
            {
                order = order.ToString(),
                group = group.Group.ToString(),
                orders = (group.First is null ? group.Legs : group.Legs.Prepend(group.First)).Select(o => o.Order.ToString()),
            })
            : ControlApi.NotOwner();

    private (Identity Order, int Book, int Instrument)? Open(string order) =>
        Identity.TryParse(order, out var id) && blotter.Find(id) is { IsOver: false } line && instruments.TryGet(line.Instrument, out var instrument)
            ? (id, Array.FindIndex(books, b => b.Name == line.Book), instrument.Index)
            : null;

    // What somebody calls it is his own affair: the same call for the same book is the same order.
    private static Identity NameOf(string? id, Book book, OrderForm form)
    {
        if (id is { Length: 0 or > LongestId }) form.Refuse($"id has 1 to {LongestId} characters");
        return Identity.Of(Identity.Kind.Order, XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(id ?? Guid.NewGuid().ToString())), (UInt128)(uint)book.Index);
    }

    private static IResult Unknown(string order) => Results.Problem($"no open order {order} is known here; GET /api/v1/orders?open=true lists those that are", statusCode: 404);

    private static IResult Refused(string why) => Results.Problem(why, statusCode: 422);
}
