using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Confluent.Kafka;
using Confluent.SchemaRegistry;
using Noderr.Cli.Api;
using Noderr.Cli.Kafka.Client;
using Noderr.Cli.Kafka.Output;
using Noderr.Hosting.Kafka;

namespace Noderr.Cli.Doctoring;

/// <summary>What a Noderr talks to: Kafka, the registry, and the Noderr that may run already.</summary>
internal static class Neighbours
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <param name="isOurs">Nobody named a cluster: noderr run starts its own broker.</param>
    public static Finding Kafka(KafkaSettings kafka, bool isOurs)
    {
        try
        {
            using var admin = new AdminClientBuilder(kafka.Admin("doctor")).SetLogHandler(static (_, _) => { }).SetErrorHandler(static (_, _) => { }).Build();
            var there = admin.GetMetadata(Patience);
            var ours = there.Topics.Count(t => t.Topic.StartsWith(kafka.TopicPrefix, StringComparison.Ordinal));
            return Finding.Good("Kafka", $"{Say.Count(there.Brokers.Count, "broker")} at {kafka.BootstrapServers}, {Say.Count(ours, "topic")} of {kafka.TopicPrefix}*");
        }
        catch (KafkaException) when (isOurs)
        {
            return Port("Kafka", kafka.BootstrapServers, "--kafka-port");
        }
        catch (KafkaException e)
        {
            return Finding.Bad("Kafka", $"{kafka.BootstrapServers} does not answer: {e.Error.Reason}", "look at kafka.bootstrap.servers, and at kafka.security.protocol when it asks for a login");
        }
    }

    public static async Task<Finding> Registry(KafkaSettings kafka, bool isOurs)
    {
        var address = kafka.SchemaRegistryUrl.ToString();
        try
        {
            using var registry = kafka.Registry();
            var subjects = await registry.GetAllSubjectsAsync().WaitAsync(Patience);
            return Finding.Good("schema registry", $"{Say.Count(subjects.Count, "subject")} at {address}");
        }
        catch (Exception e) when (e is HttpRequestException or SchemaRegistryException or TimeoutException)
        {
            return isOurs ? Port("schema registry", kafka.SchemaRegistryUrl.Authority, "--registry-port") : Finding.Bad("schema registry", $"{address} does not answer: {e.Message}", "look at kafka.schema.registry.url");
        }
    }

    public static async Task<(Finding Finding, bool IsRunning)> Api(ApiClient api, CancellationToken cancel)
    {
        try
        {
            var status = await api.TryAskAsync(HttpMethod.Get, "/api/v1/status", null, cancel);
            if (status["services"] is not JsonObject services) throw api.NotOurs();
            var without = services.Where(s => s.Value is not JsonArray { Count: > 0 }).Select(s => s.Key).ToList();
            return (without.Count == 0
                ? Finding.Good("running", $"{Say.Count(services.Count, "service")} at {api.Url}, each owns its journal")
                : Finding.Bad("running", $"nobody owns the journal of {string.Join(", ", without)}", "see the logs of those services; /actuator/health of each says what it waits for"), true);
        }
        catch (CannotException e)
        {
            return (Finding.Bad("running", e.Message, "see --url and --key-file, or noderr run --port for another port"), false);
        }
        catch (HttpRequestException e) when (e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused })
        {
            return (Finding.Good("running", $"nothing at {api.Url}; noderr run starts everything"), false);
        }
        catch (HttpRequestException e)
        {
            return (Finding.Bad("running", api.Away(e).Message, "see --url, or noderr run --port for another port"), false);
        }
    }

    private static Finding Port(string what, string at, string option)
    {
        var address = Endpoint.Parse(at);
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, address.Port);
            probe.Start();
            return Finding.Good(what, $"nothing at {at}; noderr run starts LocalKafka there");
        }
        catch (SocketException)
        {
            return Finding.Bad(what, $"something else has port {address.Port}", $"stop it, or give noderr run another with {option}");
        }
    }
}
