using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Noderr.LocalKafka.Messages;
using Noderr.LocalKafka.Wire;

namespace Noderr.Cli.Kafka.Client;

/// <summary>One connection to one broker, one question at a time, in the newest version that both sides know.</summary>
internal sealed class BrokerLink : IDisposable
{
    // A fetch is answered with a few megabytes; this is another protocol's text read as a length.
    private const int MaxAnswer = 256 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Endpoint endpoint;
    private readonly Stream stream;
    private Dictionary<ApiKey, (short Min, short Max)> versions = [];
    private int correlation;

    private BrokerLink(Endpoint endpoint, Stream stream) => (this.endpoint, this.stream) = (endpoint, stream);

    public static async Task<BrokerLink> OpenAsync(Endpoint endpoint, Access access, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        var link = new BrokerLink(endpoint, await ConnectAsync(endpoint, access, limit.Token, cancel));
        try
        {
            var known = await link.AskAsync<ApiVersionsResponse>(SpokenApi.ApiVersions, new ApiVersionsRequest(), cancel);
            link.versions = known.ApiKeys.ToDictionary(k => (ApiKey)k.ApiKey, k => (k.MinVersion, k.MaxVersion));
            if (access.User is { } user) await link.LogInAsync(user, access.Password!, cancel);
            return link;
        }
        catch
        {
            link.Dispose();
            throw;
        }
    }

    public async Task<T> AskAsync<T>(SpokenApi api, Shape request, CancellationToken cancel) where T : Shape, new()
    {
        var version = VersionOf(api);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        try
        {
            await stream.WriteAsync(Encode(api, version, request), limit.Token);
            var answer = await ReceiveAsync(limit.Token);
            var reader = Codec.Reader(answer, version, flexible: false);
            var echoed = 0;
            reader.Int32(ref echoed);
            if (echoed != correlation) throw new CannotException($"what answers at {endpoint} is out of step; is it Kafka?");
            reader.Continue(version, api.IsFlexible(version));
            reader.Tags();
            var response = new T();
            reader.Message(response);
            return response;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new CannotException($"{endpoint} took the question {api.Key} and did not answer it within {Patience.TotalSeconds:0} s");
        }
        catch (IOException)
        {
            throw new CannotException($"{endpoint} closed the connection at {api.Key}; {Hint()}");
        }
        catch (WireException e)
        {
            throw new CannotException($"{endpoint} answered {api.Key} with bytes that can't be read: {e.Message}");
        }
    }

    public bool Speaks(SpokenApi api) => versions.TryGetValue(api.Key, out var theirs) && api.Common(theirs.Min, theirs.Max) >= 0;

    public void Dispose() => stream.Dispose();

    private static async Task<Stream> ConnectAsync(Endpoint endpoint, Access access, CancellationToken limit, CancellationToken cancel)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endpoint.Host, endpoint.Port, limit);
            var plain = new NetworkStream(socket, ownsSocket: true);
            if (!access.Tls) return plain;
            var encrypted = new SslStream(plain);
            await encrypted.AuthenticateAsClientAsync(access.TlsOptions(endpoint.Host), limit);
            return encrypted;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or IOException or AuthenticationException)
        {
            socket.Dispose();
            cancel.ThrowIfCancellationRequested();
            throw e switch
            {
                AuthenticationException => new CannotException($"{endpoint} is not trusted: {e.Message.TrimEnd('.')}. Give its authority's certificate with --tls-ca FILE"),
                IOException => new CannotException($"{endpoint} ended the TLS handshake; is that listener encrypted? Leave --tls and --tls-ca out for one that is not"),
                _ => new CannotException($"nothing answers at {endpoint}; {(endpoint.IsLoopback ? "start it with ./noderr kafka" : "is that --bootstrap right, and can this machine reach it?")}"),
            };
        }
    }

    private async Task LogInAsync(string user, string password, CancellationToken cancel)
    {
        var handshake = await AskAsync<SaslHandshakeResponse>(SpokenApi.SaslHandshake, new SaslHandshakeRequest { Mechanism = "PLAIN" }, cancel);
        if (handshake.ErrorCode != ErrorCode.None)
            throw new CannotException($"{endpoint} does not take a login by SASL PLAIN, only {string.Join(", ", handshake.Mechanisms)}");
        var token = Encoding.UTF8.GetBytes($"\0{user}\0{password}");
        var answer = await AskAsync<SaslAuthenticateResponse>(SpokenApi.SaslAuthenticate, new SaslAuthenticateRequest { AuthBytes = token }, cancel);
        if (answer.ErrorCode != ErrorCode.None)
            throw new CannotException($"{endpoint} refused the login of {user}: {answer.ErrorMessage ?? answer.ErrorCode.ToString()}; look at --user and --password-file");
    }

    private short VersionOf(SpokenApi api)
    {
        if (versions.Count == 0) return api.Min;
        var common = versions.TryGetValue(api.Key, out var theirs) ? api.Common(theirs.Min, theirs.Max) : (short)-1;
        return common >= 0 ? common : throw new CannotException($"{endpoint} does not speak {api.Key} in a version known here ({api.Min} to {api.Max})");
    }

    private byte[] Encode(SpokenApi api, short version, Shape request)
    {
        var codec = Codec.Writer(version, flexible: false);
        var length = 0;
        codec.Int32(ref length);
        codec.Message(new RequestHeader((_, v) => api.IsFlexible(v)) { ApiKey = api.Key, Version = version, CorrelationId = ++correlation, ClientId = "noderr" });
        codec.Message(request);
        codec.PatchInt32(0, codec.Position - sizeof(int));
        var bytes = codec.Written.ToArray();
        codec.Release();
        return bytes;
    }

    private async Task<byte[]> ReceiveAsync(CancellationToken cancel)
    {
        var length = new byte[sizeof(int)];
        await stream.ReadExactlyAsync(length, cancel);
        var size = BinaryPrimitives.ReadInt32BigEndian(length);
        if (size is < sizeof(int) or > MaxAnswer) throw new CannotException($"what answers at {endpoint} does not speak Kafka's protocol; {Hint()}");
        var answer = new byte[size];
        await stream.ReadExactlyAsync(answer, cancel);
        return answer;
    }

    private static string Hint() => "is it a Kafka listener, and does it want a login (--user, --password-file) or TLS (--tls-ca)?";
}
