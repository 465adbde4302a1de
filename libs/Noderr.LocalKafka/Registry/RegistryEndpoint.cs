using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Noderr.LocalKafka.Registry;

/// <summary>Takes a request through authentication, routing and content negotiation, and writes the answer or the error.</summary>
internal sealed class RegistryEndpoint(RegistryOptions options, Routes routes)
{
    private const string DefaultType = "application/vnd.schemaregistry.v1+json";

    private static readonly string[] Produced = [DefaultType, "application/vnd.schemaregistry+json", "application/json"];
    private static readonly string[] Consumed = [.. Produced, "application/octet-stream"];

    public async Task AnswerAsync(HttpContext http)
    {
        int status = 200;
        Reply reply;
        var type = DefaultType;
        try
        {
            if (!IsKnown(http))
            {
                http.Response.Headers.WWWAuthenticate = "Basic realm=\"schema-registry\"";
                throw new Refusal(401, 401, "Unauthorized");
            }

            if (options.Metrics is { } metrics && http.Request.Method == "GET" && http.Request.Path == "/metrics")
            {
                http.Response.ContentType = Network.Exposition.ContentType;
                await http.Response.WriteAsync(metrics(), http.RequestAborted).ConfigureAwait(false);
                return;
            }

            var call = new Call(http, PathOf(http));
            var handler = routes.Find(call);
            if (HasBody(http.Request) && MediaType(http.Request.ContentType) is { } sent && !Consumed.Contains(sent))
                throw Refusal.Http(415, "Unsupported Media Type");
            type = Negotiate(http.Request.Headers.Accept.ToString()) ?? throw Refusal.Http(406, "Not Acceptable");
            await call.ReadBodyAsync().ConfigureAwait(false);
            reply = await routes.RunAsync(handler, http.RequestAborted).ConfigureAwait(false);
        }
        catch (Refusal refusal)
        {
            status = refusal.Status;
            reply = new JsonObject { ["error_code"] = refusal.Code, ["message"] = refusal.Message };
        }
        catch (BadHttpRequestException e)
        {
            status = e.StatusCode;
            reply = new JsonObject { ["error_code"] = e.StatusCode, ["message"] = e.Message };
        }

        catch (InsufficientExecutionStackException)
        {
            (status, reply) = (422, new JsonObject { ["error_code"] = 42201, ["message"] = "Invalid schema: its types are nested too deep" });
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            options.OnFault?.Invoke(e);
            (status, reply) = (500, new JsonObject { ["error_code"] = 50001, ["message"] = "Error in the backend data store" });
        }

        http.Response.StatusCode = status;
        http.Response.ContentType = type;
        http.Response.ContentLength = reply.Body.Length;
        if (!HttpMethods.IsHead(http.Request.Method)) await http.Response.Body.WriteAsync(reply.Body, http.RequestAborted).ConfigureAwait(false);
    }

    private bool IsKnown(HttpContext http)
    {
        if (options.Authenticate is null) return true;
        var header = http.Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase)) return false;
        var decoded = new byte[header.Length];
        if (!Convert.TryFromBase64String(header[6..].Trim(), decoded, out var length)) return false;
        var credentials = Encoding.UTF8.GetString(decoded, 0, length);
        var colon = credentials.IndexOf(':');
        return colon >= 0 && options.Authenticate(credentials[..colon], credentials[(colon + 1)..]);
    }

    /// <summary>From the raw target: the server's own decoding would turn an encoded slash of a subject into a separator or leave it encoded.</summary>
    private static string[] PathOf(HttpContext http)
    {
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (!target.StartsWith('/') && Uri.TryCreate(target, UriKind.Absolute, out var absolute)) target = absolute.AbsolutePath;
        var query = target.IndexOf('?');
        return [.. (query < 0 ? target : target[..query]).Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)];
    }

    private static bool HasBody(HttpRequest request) => request.ContentLength > 0 || request.Headers.TransferEncoding.Count > 0;

    private static string? MediaType(string? contentType) => contentType?.Split(';')[0].Trim().ToLowerInvariant();

    /// <summary>The type with the highest quality; of equals the one that the registry prefers. Null when none will do.</summary>
    private static string? Negotiate(string accept)
    {
        if (accept.Length == 0) return DefaultType;
        var best = (Type: (string?)null, Quality: 0.0);
        foreach (var produced in Produced)
        {
            foreach (var range in accept.Split(','))
            {
                var parts = range.Split(';', StringSplitOptions.TrimEntries);
                var wanted = parts[0].ToLowerInvariant();
                if (wanted != produced && wanted is not ("*/*" or "application/*" or "*")) continue;
                var given = parts.Skip(1).FirstOrDefault(p => p.StartsWith("q=", StringComparison.OrdinalIgnoreCase));
                var quality = given is null ? 1 : double.TryParse(given[2..], out var q) ? q : 0;
                if (quality > best.Quality) best = (produced, quality);
            }
        }

        return best.Type;
    }
}
