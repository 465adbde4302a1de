using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Noderr.Hosting.Access;

namespace Noderr.Control;

/// <summary><c>/api/v1/stream</c>: pictures as they come, to a WebSocket, or as server-sent events to whoever asks without one.</summary>
internal sealed class StreamApi(Pictures pictures)
{
    private const int MostWatchers = 200;

    private int watchers;

    public void Map(IEndpointRouteBuilder api) => api.MapGet("/stream", Watch);

    private async Task Watch(HttpContext http)
    {
        try
        {
            if (Interlocked.Increment(ref watchers) > MostWatchers) await Results.Problem($"{MostWatchers} watch already; ask for /api/v1/status now and then", statusCode: 503).ExecuteAsync(http);
            else if (!http.WebSockets.IsWebSocketRequest) await SendEvents(http);
            else if (IsOfThisSite(http.Request)) await Talk(http);
            else http.Response.StatusCode = StatusCodes.Status403Forbidden;
        }
        finally
        {
            Interlocked.Decrement(ref watchers);
        }
    }

    /// <summary>A browser lets any page open a socket to anywhere, and says only which page it was.</summary>
    private static bool IsOfThisSite(HttpRequest request) =>
        request.Headers.Origin.Count == 0 || (Uri.TryCreate(request.Headers.Origin, UriKind.Absolute, out var origin) && origin.Authority == request.Host.Value);

    private async Task Talk(HttpContext http)
    {
        var asked = http.WebSockets.WebSocketRequestedProtocols.Contains(WebSocketKeys.Protocol) ? WebSocketKeys.Protocol : null;
        using var socket = await http.WebSockets.AcceptWebSocketAsync(asked);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        var closing = UntilClosed(socket, over);
        try
        {
            while (true)
            {
                await socket.SendAsync(pictures.Newest(), WebSocketMessageType.Text, endOfMessage: true, over.Token);
                await Task.Delay(Pictures.Between, over.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException)
        {
            await closing;
        }
    }

    // A watcher has nothing to say: whatever comes ends it.
    private static async Task UntilClosed(WebSocket socket, CancellationTokenSource over)
    {
        try
        {
            var said = await socket.ReceiveAsync(new byte[256], over.Token);
            var status = said.MessageType == WebSocketMessageType.Close ? WebSocketCloseStatus.NormalClosure : WebSocketCloseStatus.PolicyViolation;
            await socket.CloseOutputAsync(status, null, over.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException)
        {
        }
        await over.CancelAsync();
    }

    private async Task SendEvents(HttpContext http)
    {
        http.Response.ContentType = "text/event-stream";
        try
        {
            while (true)
            {
                await http.Response.Body.WriteAsync("data: "u8.ToArray(), http.RequestAborted);
                await http.Response.Body.WriteAsync(pictures.Newest(), http.RequestAborted);
                await http.Response.Body.WriteAsync("\n\n"u8.ToArray(), http.RequestAborted);
                await http.Response.Body.FlushAsync(http.RequestAborted);
                await Task.Delay(Pictures.Between, http.RequestAborted);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }
}
