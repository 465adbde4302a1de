using System.Text.Json;

namespace Noderr.Hosting.Secrets;

/// <summary><c>${dapr:store/key}</c>, asked from the sidecar on this machine (Dapr's HTTP API, v1.0/secrets), past any proxy.</summary>
public sealed class DaprSecrets(HttpClient http) : ISecretSource, IDisposable
{
    public string Scheme => "dapr";

    public static DaprSecrets At(Uri sidecar) => new(new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = sidecar, Timeout = TimeSpan.FromSeconds(5) });

    public string Read(string key)
    {
        var slash = key.IndexOf('/');
        if (slash <= 0 || slash == key.Length - 1) throw new SecretUnavailableException("the form is ${dapr:store/key}");
        var (store, name) = (key[..slash], key[(slash + 1)..]);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"v1.0/secrets/{Uri.EscapeDataString(store)}/{Uri.EscapeDataString(name)}");
            using var response = http.Send(request);
            if (!response.IsSuccessStatusCode) throw new SecretUnavailableException($"the sidecar answered {(int)response.StatusCode}");
            using var body = JsonDocument.Parse(response.Content.ReadAsStream());
            return Pick(body.RootElement, name);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or JsonException)
        {
            throw new SecretUnavailableException(e is JsonException ? "the sidecar's answer is no JSON" : "no sidecar answers");
        }
    }

    public void Dispose() => http.Dispose();

    /// <summary>A Kubernetes secret answers with all of its keys; one that has a single key is meant by that.</summary>
    private static string Pick(JsonElement answer, string name)
    {
        if (answer.ValueKind != JsonValueKind.Object) throw new SecretUnavailableException("the sidecar's answer is no object");
        var fields = answer.EnumerateObject().ToArray();
        var field = fields.FirstOrDefault(f => f.NameEquals(name));
        if (field.Value.ValueKind == JsonValueKind.Undefined && fields.Length == 1) field = fields[0];
        return field.Value.ValueKind == JsonValueKind.String && field.Value.GetString() is { Length: > 0 } text ? text : throw new SecretUnavailableException("the secret has no such key");
    }
}
