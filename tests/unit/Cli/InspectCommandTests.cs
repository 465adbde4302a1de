using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Noderr.LocalKafka.Records;

namespace Noderr.Tests.Unit.Cli;

/// <summary>The commands against a broker in this process, over its sockets.</summary>
public sealed class InspectCommandTests
{
    [Fact]
    public async Task Topics_are_listed_without_those_that_kafka_keeps_for_itself()
    {
        await using var broker = await RunningBroker.StartAsync();
        await broker.CommitAsync("risk", 1);
        var ran = await broker.Ask("topics");
        Assert.Equal((0, ""), (ran.Code, ran.Error));
        var size = broker.Broker.Topics.Partition("orders", 0)!.Size + broker.Broker.Topics.Partition("orders", 1)!.Size;
        Assert.Equal(
        [
            "TOPIC   PARTITIONS  FIRST  NEXT  RECORDS   SIZE  CLEANUP  STATE",
            "marks            1      0     4        4  296 B  compact  ok",
            $"orders           2      0     3        4  {size} B  delete   ok",
            "(1 more that Kafka and the registry keep for themselves: --all)",
        ], ran.Lines);
        Assert.Contains("__consumer_offsets", (await broker.Ask("topics", "--all")).Output);
    }

    [Fact]
    public async Task A_topic_is_described_with_its_partitions_and_changed_settings()
    {
        await using var broker = await RunningBroker.StartAsync();
        broker.Broker.Topics.Partition("orders", 0)!.DeleteBefore(2);
        var ran = await broker.Ask("topics", "orders");
        Assert.Matches(@"(?m)^ +0 +1 +0 +2 +3 +1 +\d+ B  ok$", ran.Output);
        Assert.Matches(@"(?m)^ +1 +1 +0 +0 +1 +1 +\d+ B  ok$", ran.Output);
        Assert.Equal("  retention.ms = 604800001 (this topic's)", ran.Lines[^1]);

        var json = JsonNode.Parse((await broker.Ask("topics", "orders", "--json")).Output)!;
        Assert.Equal((2L, 2, "604800001"), ((long)json["records"]!, json["partitions"]!.AsArray().Count, (string)json["settings"]!["retention.ms"]!));
    }

    [Fact]
    public async Task To_ask_for_a_topic_does_not_make_it()
    {
        await using var broker = await RunningBroker.StartAsync();
        foreach (var command in new[] { "topics", "dump" })
        {
            var ran = await broker.Ask(command, "nope");
            Assert.Equal((2, ""), (ran.Code, ran.Output));
            Assert.Contains("there is no topic nope", ran.Error);
        }
        Assert.False(broker.Broker.Topics.TryGet("nope", out _));
    }

    [Fact]
    public async Task Groups_are_listed_with_their_lag()
    {
        await using var broker = await RunningBroker.StartAsync();
        await broker.JoinAsync("live");
        await broker.CommitAsync("risk", 2);
        var ran = await broker.Ask("groups");
        Assert.Equal(
        [
            "GROUP  STATE   PROTOCOL        MEMBERS  PARTITIONS  LAG",
            "live   Stable  consumer/range        1           2    2",
            "risk   Empty   -                     0           1    1",
        ], ran.Lines);
    }

    [Fact]
    public async Task A_group_is_described_with_members_offsets_and_what_nobody_committed()
    {
        await using var broker = await RunningBroker.StartAsync();
        await broker.JoinAsync("live");
        var ran = await broker.Ask("groups", "live");
        Assert.Equal("live: Stable, consumer/range, coordinator 1, 1 member, lag 2", ran.Lines[0]);
        Assert.Matches(@"(?m)^noderr  127\.0\.0\.1  \S+  orders\[0,1\]$", ran.Output);
        Assert.Matches(@"(?m)^orders +0 +1 +3 +2  noderr$", ran.Output);
        Assert.Matches(@"(?m)^orders +1 +- +1 +-  noderr$", ran.Output);
        var json = JsonNode.Parse((await broker.Ask("groups", "live", "--json")).Output)!;
        Assert.Equal((2L, "orders"), ((long)json["lag"]!, (string)json["members"]![0]!["assignment"]![1]!["topic"]!));
    }

    [Fact]
    public async Task A_group_that_is_not_there_is_said_so()
    {
        await using var broker = await RunningBroker.StartAsync();
        var ran = await broker.Ask("groups", "nope");
        Assert.Equal(2, ran.Code);
        Assert.Contains("there is no group nope", ran.Error);
        Assert.Equal("no groups yet", (await broker.Ask("groups")).Lines[0]);
    }

    [Fact]
    public async Task Records_are_dumped_with_keys_values_headers_and_schema_ids()
    {
        await using var broker = await RunningBroker.StartAsync();
        Assert.Equal(
        [
            "0/0  1970-01-01T00:00:01.000Z  a  first  {trace: x}",
            "0/1  1970-01-01T00:00:02.000Z  (no key)  (no value)",
            "0/2  1970-01-01T00:00:03.000Z  b  [schema 9] 0xff",
            "1/0  1970-01-01T00:00:04.000Z  c  other",
        ], (await broker.Ask("dump", "orders")).Lines);
        var json = (await broker.Ask("dump", "orders/0", "--json")).Lines.Select(l => JsonNode.Parse(l)!).ToList();
        Assert.Equal(("first", "x", "00000000" + "09ff", 9), ((string)json[0]["value"]!, (string)json[0]["headers"]![0]!["value"]!, (string)json[2]["valueHex"]!, (int)json[2]["valueSchemaId"]!));
        Assert.Null(json[1]["value"]);
    }

    [Theory]
    [InlineData("0/1 0/2", "orders/0", "--from", "1")]
    [InlineData("0/2", "orders/0", "--from", "-1")]
    [InlineData("0/0 0/1 0/2", "orders/0", "--from", "-100")]
    [InlineData("0/1 0/2", "orders/0", "--from-time", "1970-01-01T00:00:01.5Z")]
    [InlineData("1/0", "orders", "--from-time", "1970-01-01T00:00:04Z")]
    [InlineData("0/0 0/1 (there", "orders", "--count", "2")]
    [InlineData("nothing", "orders/0", "--from", "3")]
    public async Task A_dump_begins_and_ends_where_it_is_told(string shown, params string[] arguments)
    {
        await using var broker = await RunningBroker.StartAsync();
        var online = await broker.Ask(["dump", .. arguments]);
        Assert.Equal(shown, string.Join(' ', online.Lines.Select(l => l.Split(' ')[0])));
        await broker.StopAsync();
        var offline = await NoderrCommand.Run(["kafka", "dump", .. arguments, "--data", broker.Folder]);
        Assert.Equal(online, offline);
    }

    [Fact]
    public async Task Batches_are_dumped_with_their_producer_and_place()
    {
        await using var broker = await RunningBroker.StartAsync();
        var online = await broker.Ask("dump", "marks", "--batches");
        Assert.Equal(
        [
            "0/0..0  1970-01-01T00:00:05.000Z  1 record  70 B  none  producer 3 epoch 0 sequence 0..0  transactional  crc ok",
            "0/1..1  1970-01-01T00:00:05.000Z  commit marker  78 B  none  producer 3 epoch 0  crc ok",
            "0/2..2  1970-01-01T00:00:05.000Z  1 record  70 B  none  producer 3 epoch 0 sequence 1..1  transactional  crc ok",
            "0/3..3  1970-01-01T00:00:05.000Z  abort marker  78 B  none  producer 3 epoch 0  crc ok",
        ], online.Lines);
        await broker.StopAsync();
        var offline = await NoderrCommand.Run("kafka", "dump", "marks", "--batches", "--data", broker.Folder);
        Assert.Equal(online.Lines[1] + "  00000000000000000000.log byte 70", offline.Lines[1]);
        var json = JsonNode.Parse((await NoderrCommand.Run("kafka", "dump", "orders/0", "--batches", "--json", "--count", "1", "--data", broker.Folder)).Output)!;
        Assert.Equal(("zstd", 5, 1, 0, true), ((string)json["compression"]!, (int)json["producerId"]!, (int)json["lastOffset"]!, (int)json["position"]!, (bool)json["crcOk"]!));
    }

    [Fact]
    public async Task A_marker_stands_between_the_records_of_a_dump()
    {
        await using var broker = await RunningBroker.StartAsync();
        Assert.Equal("0/3  1970-01-01T00:00:05.000Z  -- abort of producer 3", (await broker.Ask("dump", "marks")).Lines[^1]);
    }

    [Fact]
    public async Task A_dump_that_follows_shows_what_comes()
    {
        await using var broker = await RunningBroker.StartAsync();
        var following = broker.Ask("dump", "orders/1", "--follow", "--count", "2");
        // Written until it is seen: nothing tells when the command has found the log's end.
        for (var i = 0; !following.IsCompleted; i++)
        {
            broker.Broker.Topics.Partition("orders", 1)!.Append(new BatchBuilder().Add(6_000, null, "new"u8.ToArray()).Build());
            await Task.WhenAny(following, Task.Delay(50, TestContext.Current.CancellationToken));
            Assert.True(i < 400, "nothing was shown for 20 s");
        }
        var ran = await following;
        Assert.Equal(2, ran.Lines.Length);
        Assert.All(ran.Lines, l => Assert.EndsWith("1970-01-01T00:00:06.000Z  (no key)  new", l));
    }

    [Fact]
    public async Task A_damaged_batch_is_told_in_its_place()
    {
        await using var broker = await RunningBroker.StartAsync();
        var segment = Directory.GetFiles(broker.Broker.Topics.Partition("orders", 0)!.Folder, "*.log").Single();
        await broker.StopAsync();
        var bytes = await File.ReadAllBytesAsync(segment, TestContext.Current.CancellationToken);
        bytes[BatchHeader.Size + 1] ^= 0x55;
        await File.WriteAllBytesAsync(segment, [.. bytes, 1, 2, 3], TestContext.Current.CancellationToken);
        var lines = (await NoderrCommand.Run("kafka", "dump", "orders/0", "--data", broker.Folder)).Lines;
        Assert.Equal("0/0  !! the batch fails its checksum (00000000000000000000.log byte 0)", lines[0]);
        Assert.StartsWith("0/2  ", lines[1]);
        Assert.Equal($"0/-  !! 3 bytes to the end of the file are no batch; see 'noderr kafka verify' (00000000000000000000.log byte {bytes.Length})", lines[2]);
        Assert.Contains("CRC WRONG", (await NoderrCommand.Run("kafka", "dump", "orders/0", "--batches", "--data", broker.Folder)).Lines[0]);
    }

    [Fact]
    public async Task A_sound_folder_has_one_line_and_exit_code_0()
    {
        await using var broker = await RunningBroker.StartAsync();
        await broker.CommitAsync("risk", 1);
        var refused = await NoderrCommand.Run("kafka", "verify", "--data", broker.Folder);
        Assert.Equal(2, refused.Code);
        Assert.Contains("a broker is running", refused.Error);
        await broker.StopAsync();
        var ran = await NoderrCommand.Run("kafka", "verify", "--data", broker.Folder);
        Assert.Equal((0, ""), (ran.Code, ran.Error));
        Assert.Matches(@"^3 topics, 4 partitions, 7 records, \d+ B: sound$", Assert.Single(ran.Lines));
    }

    [Fact]
    public async Task A_damaged_folder_has_exit_code_1_and_says_where()
    {
        await using var broker = await RunningBroker.StartAsync();
        var segment = Directory.GetFiles(broker.Broker.Topics.Partition("orders", 0)!.Folder, "*.log").Single();
        await broker.StopAsync();
        var bytes = await File.ReadAllBytesAsync(segment, TestContext.Current.CancellationToken);
        bytes[BatchHeader.Size + 1] ^= 0x55;
        await File.WriteAllBytesAsync(segment, bytes, TestContext.Current.CancellationToken);
        var ran = await NoderrCommand.Run("kafka", "verify", "--data", broker.Folder);
        Assert.Equal(1, ran.Code);
        Assert.StartsWith("DAMAGE   orders/0 00000000000000000000.log byte 0: the batch at offset 0 fails its checksum", ran.Lines[0]);
        Assert.EndsWith("DAMAGED, 1 fault", ran.Lines[1]);
        var json = (await NoderrCommand.Run("kafka", "verify", "--json", "--data", broker.Folder)).Lines.Select(l => JsonNode.Parse(l)!).ToList();
        Assert.Equal(("damage", "orders", 0), ((string)json[0]["severity"]!, (string)json[0]["topic"]!, (int)json[0]["position"]!));
        Assert.False((bool)json[1]["sound"]!);
        Assert.Equal(0, (await NoderrCommand.Run("kafka", "verify", "--topic", "marks", "--data", broker.Folder)).Code);
    }

    [Theory]
    [InlineData("--bootstrap nowhere is not host:port", "topics", "--bootstrap", "nowhere")]
    [InlineData("both --user NAME and --password-file FILE", "topics", "--user", "ann")]
    [InlineData("the password would go over the network in the clear", "topics", "--bootstrap", "broker.example:9092", "--user", "ann", "--password-file", "none")]
    [InlineData("the password file can't be read", "topics", "--user", "ann", "--password-file", "no-such-file")]
    [InlineData("--from-time yesterday is no time", "dump", "orders", "--from-time", "yesterday")]
    [InlineData("two places to begin", "dump", "orders", "--from-time", "2026-01-01", "--from", "1")]
    [InlineData("'x' is not a whole number", "dump", "orders", "--from", "x")]
    [InlineData("--count 0 shows nothing", "dump", "orders", "--count", "0")]
    [InlineData("neither TOPIC nor TOPIC/PARTITION", "dump", "orders/x")]
    [InlineData("leave --follow and --bootstrap out", "dump", "orders", "--data", ".", "--follow")]
    [InlineData("is not a LocalKafka folder", "verify", "--data", ".")]
    [InlineData("there is no folder", "verify", "--data", "no-such-folder")]
    [InlineData("Unrecognized command or argument 'topcs'", "topcs")]
    public async Task Bad_input_is_told_with_exit_code_2(string said, params string[] arguments)
    {
        var ran = await NoderrCommand.Run(["kafka", .. arguments]);
        Assert.Equal(2, ran.Code);
        Assert.Contains(said, ran.Error);
    }

    [Fact]
    public async Task What_is_not_there_is_told_with_exit_code_2()
    {
        await using var broker = await RunningBroker.StartAsync();
        Assert.Contains("orders has no partition 7", (await broker.Ask("dump", "orders/7")).Error);
        Assert.Contains("offset 9 is behind the end of orders/0, which is at 3", (await broker.Ask("dump", "orders/0", "--from", "9")).Error);
        await broker.StopAsync();
        Assert.Contains($"nothing answers at {broker.Bootstrap}; start it with ./noderr kafka", (await broker.Ask("topics")).Error);
        Assert.Contains("there is no topic nope", (await NoderrCommand.Run("kafka", "dump", "nope", "--data", broker.Folder)).Error);
        Assert.Contains("orders has no partition 7: it has 0 to 1", (await NoderrCommand.Run("kafka", "dump", "orders/7", "--data", broker.Folder)).Error);
        Assert.Contains("offset 9 is behind the end of orders/0, which is at 3", (await NoderrCommand.Run("kafka", "dump", "orders/0", "--from", "9", "--data", broker.Folder)).Error);
        Assert.Contains("it has marks, orders", (await NoderrCommand.Run("kafka", "verify", "--topic", "nope", "--data", broker.Folder)).Error);
        await File.WriteAllTextAsync(Path.Combine(broker.Folder, "version"), "noderr-localkafka 9", TestContext.Current.CancellationToken);
        Assert.Contains("was written as 'noderr-localkafka 9'", (await NoderrCommand.Run("kafka", "verify", "--data", broker.Folder)).Error);
    }

    [Fact]
    public async Task What_answers_and_is_no_kafka_is_told()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var answering = Task.Run(async () =>
        {
            using var client = await other.AcceptTcpClientAsync();
            await client.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());
        }, TestContext.Current.CancellationToken);
        var ran = await NoderrCommand.Run("kafka", "topics", "--bootstrap", other.LocalEndpoint.ToString()!);
        await answering;
        Assert.Equal(2, ran.Code);
        Assert.Contains("does not speak Kafka's protocol", ran.Error);
    }

    [Fact]
    public async Task A_login_goes_through_sasl_over_tls()
    {
        var files = Directory.CreateTempSubdirectory("localkafka-login-").FullName;
        string Make(string name, string text)
        {
            var path = Path.Combine(files, name);
            File.WriteAllText(path, text);
            return path;
        }
        var (pem, authority) = SelfSigned();
        var (users, certificate, ca) = (Make("users", "ann:secret\n"), Make("server.pem", pem), Make("ca.pem", authority));
        await using var broker = await RunningBroker.StartAsync(o => o with { UsersFile = users, TlsCertificateFile = certificate, SaslPort = 0 });
        var listener = broker.Broker.Listeners[1];
        string[] topics = ["kafka", "topics", "--bootstrap", $"127.0.0.1:{listener.AdvertisedPort}", "--tls-ca", ca];

        var let = await NoderrCommand.Run([.. topics, "--user", "ann", "--password-file", Make("good", "secret\n")]);
        Assert.Equal((0, ""), (let.Code, let.Error));
        Assert.Contains("orders", let.Output);
        Assert.Contains("refused the login of ann", (await NoderrCommand.Run([.. topics, "--user", "ann", "--password-file", Make("bad", "guess")])).Error);
        Assert.Contains("does it want a login", (await NoderrCommand.Run(topics)).Error);
        Assert.Contains("is not trusted", (await NoderrCommand.Run([.. topics[..4], "--tls"])).Error);
        Directory.Delete(files, recursive: true);
    }

    [Fact]
    public async Task Help_names_the_commands_and_the_broker_alone_does_not_make_them()
    {
        Assert.Contains("verify", (await NoderrCommand.Run("kafka", "--help")).Output);
        Assert.Empty(global::Noderr.Cli.Kafka.KafkaCommand.Create(["kafka", "--port", "9092"]).Subcommands);
    }

    internal static (string Pem, string Authority) SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return (certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem(), certificate.ExportCertificatePem());
    }
}
