using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Noderr.Cli.Kafka.Client;

namespace Noderr.Cli.Status;

/// <summary>What a system says of itself.</summary>
internal sealed record Totals(long Ticks, long Orders, long Fills, bool Halted)
{
    public override string ToString() => FormattableString.Invariant($"{Ticks} ticks, {Orders} orders, {Fills} fills{(Halted ? ", HALTED" : "")}");
}

/// <summary>What the API of a running system is asked, with an API key and an authority of one's own.</summary>
internal sealed class StatusApi : IDisposable
{
    private readonly HttpClient http;

    public StatusApi(string address, string? keyFile, string? authorities)
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

    /// <exception cref="HttpRequestException">The API is away; it may be on its way up.</exception>
    public async Task<Totals> AskAsync(CancellationToken cancel)
    {
        var (_, status) = await GetAsync("/api/v1/status", cancel);
        if (status?["totals"] is not { } totals) throw NotOurs();
        return new Totals((long?)totals["ticks"] ?? 0, (long?)totals["orders"] ?? 0, (long?)totals["fills"] ?? 0, (bool?)status["halted"] ?? false);
    }

    /// <exception cref="CannotException">The order is not known, or the API is away.</exception>
    public async Task<JsonNode> WhyAsync(string order, CancellationToken cancel)
    {
        try
        {
            var (found, story) = await GetAsync($"/api/v1/orders/{Uri.EscapeDataString(order)}/why", cancel);
            if (!found) throw new CannotException((string?)story?["detail"] ?? $"no order {order} is known");
            return story?["steps"] is not null ? story : throw NotOurs();
        }
        catch (HttpRequestException e)
        {
            throw new CannotException($"{Url} does not answer: {e.InnerException?.Message ?? e.Message}");
        }
    }

    private async Task<(bool Found, JsonNode? Said)> GetAsync(string path, CancellationToken cancel)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), cancel);
            if (answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) throw new CannotException($"{Url} does not know the key; give one with --key-file");
            var found = answer.StatusCode != HttpStatusCode.NotFound;
            if (found) answer.EnsureSuccessStatusCode();
            return (found, answer.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true ? await answer.Content.ReadFromJsonAsync<JsonNode>(cancel) : null);
        }
        catch (TaskCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw new HttpRequestException("no answer within 10 seconds", e);
        }
    }

    private CannotException NotOurs() => new($"{Url} is not the API of Noderr");

    public void Dispose() => http.Dispose();
}
