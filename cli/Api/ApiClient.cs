using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Noderr.Cli.Kafka.Client;

namespace Noderr.Cli.Api;

/// <summary>The API of a running system, with a key and an authority of one's own.</summary>
internal sealed class ApiClient : IDisposable
{
    private readonly HttpClient http;

    public ApiClient(string address, string? keyFile, string? authorities)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https")) throw new CannotException($"'{address}' is no http:// or https:// address; give one with --url");
        Url = url;
        if (keyFile is not null && url.Scheme != "https" && !url.IsLoopback) throw new CannotException("the key would go over the network in the clear; give an https:// address with --url");
        http = new HttpClient(new SocketsHttpHandler { UseProxy = false, SslOptions = Access.TlsOptions(url.Host, authorities is null ? null : Access.ReadAuthorities(authorities)) })
        {
            BaseAddress = url,
            Timeout = TimeSpan.FromSeconds(10),
        };
        if (keyFile is not null) http.DefaultRequestHeaders.Add("X-Api-Key", Access.ReadSecret("key", keyFile));
    }

    public Uri Url { get; }

    /// <exception cref="CannotException">It refuses, in its own words, or is away.</exception>
    public async Task<JsonNode> AskAsync(HttpMethod method, string path, object? body, CancellationToken cancel)
    {
        try
        {
            return await TryAskAsync(method, path, body, cancel);
        }
        catch (HttpRequestException e)
        {
            throw Away(e);
        }
    }

    /// <exception cref="HttpRequestException">It is away, or fails; it may be on its way up.</exception>
    /// <exception cref="CannotException">It refuses, in its own words.</exception>
    public async Task<JsonNode> TryAskAsync(HttpMethod method, string path, object? body, CancellationToken cancel)
    {
        try
        {
            using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = body is null ? null : JsonContent.Create(body) };
            using var answer = await http.SendAsync(request, cancel);
            var said = answer.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true ? await answer.Content.ReadFromJsonAsync<JsonNode>(cancel) : null;
            return answer.StatusCode switch
            {
                HttpStatusCode.Unauthorized => throw new CannotException($"{Url} does not know the key; give one with --key-file"),
                HttpStatusCode.Forbidden => throw new CannotException("the key does not allow this; give another with --key-file"),
                >= HttpStatusCode.InternalServerError => throw new HttpRequestException((string?)said?["detail"] ?? $"it answers {(int)answer.StatusCode}", null, answer.StatusCode),
                _ when answer.IsSuccessStatusCode => said ?? throw NotOurs(),
                _ => throw ((string?)said?["detail"] is { } why ? new CannotException(why) : NotOurs()),
            };
        }
        catch (TaskCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw new HttpRequestException("no answer within 10 seconds", e);
        }
    }

    public CannotException Away(HttpRequestException e) => new($"{Url} does not answer: {e.InnerException?.Message ?? e.Message}");

    public CannotException NotOurs() => new($"{Url} is not the API of Noderr");

    public void Dispose() => http.Dispose();
}
