using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Noderr.Domain.Books;
using Noderr.Domain.Events;
using Noderr.Hosting.Access;
using Noderr.Hosting.Journals;

namespace Noderr.Control;

public sealed record KillSwitchRequest(string? Book, string? Reason);

/// <summary><c>/api/v1/kill-switch</c>: stops the trading of one book or of all, and lets it go on.</summary>
internal sealed class KillSwitchApi(ShardOwner<ControlEvent> control, Book[] books)
{
    private const int Scope = 0, LongestReason = 500;

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/kill-switch", (KillSwitchRequest request, ClaimsPrincipal user) => Turn(ControlKind.KillSwitchOn, request, user)).RequireAuthorization(Role.Risk);
        api.MapDelete("/kill-switch", (string? book, string? reason, ClaimsPrincipal user) => Turn(ControlKind.KillSwitchOff, new(book, reason), user)).RequireAuthorization(Role.Risk);
    }

    public bool IsHalted(Book book) => control.Look(Scope, (ControlDecider c) => c.IsHalted(book.Index));

    public bool IsAnyHalted() => books.Any(IsHalted);

    private async Task<IResult> Turn(ControlKind kind, KillSwitchRequest request, ClaimsPrincipal user)
    {
        var book = string.IsNullOrEmpty(request.Book) ? -1 : books.FirstOrDefault(b => b.Name == request.Book)?.Index;
        if (book is null) return Results.Problem($"there is no book {request.Book}: give one of {string.Join(", ", books.Select(b => b.Name))}, or none for all", statusCode: 400);
        if (request.Reason is { Length: > LongestReason }) return Results.Problem($"a reason has at most {LongestReason} characters", statusCode: 400);
        return await control.Ask(Scope, new ControlCommand(kind, book.Value, user.Identity?.Name ?? "", request.Reason ?? ""))
            ? Results.Ok(new { halted = IsAnyHalted() })
            : ControlApi.NotOwner();
    }
}
