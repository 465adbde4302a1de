using System.Text;
using Noderr.Cli.Kafka.Client;
using Noderr.LocalKafka;
using Noderr.LocalKafka.Messages;
using Noderr.LocalKafka.Records;
using Noderr.LocalKafka.Wire;

namespace Noderr.Tests.Unit.Cli;

/// <summary>A broker in this process with what the commands are asked to show: two topics, a live group and one that only committed.</summary>
internal sealed class RunningBroker : IAsyncDisposable
{
    private static readonly SpokenApi Join = new(ApiKey.JoinGroup, 0, 2, 6), Sync = new(ApiKey.SyncGroup, 0, 2, 4), Commit = new(ApiKey.OffsetCommit, 2, 7, 8);

    private readonly LocalKafkaServer server;
    private bool stopped;

    private RunningBroker(LocalKafkaServer server, string folder) => (this.server, Folder) = (server, folder);

    public string Folder { get; }
    public string Bootstrap => server.BootstrapServers;
    public Broker Broker => server.Broker;

    public static async Task<RunningBroker> StartAsync(Func<LocalKafkaOptions, LocalKafkaOptions>? change = null)
    {
        var folder = Directory.CreateTempSubdirectory("localkafka-cli-").FullName;
        var options = new LocalKafkaOptions { DataFolder = folder, Port = 0, RegistryPort = null, Settings = new Dictionary<string, string> { ["group.initial.rebalance.delay.ms"] = "0" } };
        var running = new RunningBroker(await LocalKafkaServer.StartAsync(change?.Invoke(options) ?? options), folder);
        running.Fill();
        return running;
    }

    public Task<Ran> Ask(params string[] arguments) => NoderrCommand.Run(["kafka", .. arguments, "--bootstrap", Bootstrap]);

    /// <summary>orders/0 has three records in two batches, orders/1 one; marks has a transaction that was committed and one that was aborted.</summary>
    private void Fill()
    {
        var orders = Broker.Topics.Create("orders", 2, new Dictionary<string, string> { ["retention.ms"] = "604800001" }).Topic!;
        orders.Partitions[0].Append(new BatchBuilder(BatchAttributes.Of(CompressionType.Zstd), new BatchProducer(5, 1, 0))
            .Add(1_000, Utf8("a"), Utf8("first"), [new RecordHeader("trace", Utf8("x"))]).Add(2_000, null, null).Build());
        orders.Partitions[0].Append(new BatchBuilder().Add(3_000, Utf8("b"), new byte[] { 0, 0, 0, 0, 9, 0xff }).Build());
        orders.Partitions[1].Append(new BatchBuilder().Add(4_000, Utf8("c"), Utf8("other")).Build());
        var marks = Broker.Topics.Create("marks", 1, new Dictionary<string, string> { ["cleanup.policy"] = "compact" }).Topic!.Partitions[0];
        foreach (var (commit, sequence) in new[] { (true, 0), (false, 1) })
        {
            marks.Append(new BatchBuilder(BatchAttributes.Of(transactional: true), new BatchProducer(3, 0, sequence)).Add(5_000, Utf8("k"), Utf8("v")).Build());
            marks.Append(new ControlMarker(3, 0, commit, 0).ToBatch(5_000), commit);
        }
    }

    public async Task JoinAsync(string group)
    {
        using var link = await OpenAsync();
        var cancel = TestContext.Current.CancellationToken;
        var joined = await link.AskAsync<JoinGroupResponse>(Join, new JoinGroupRequest
        {
            GroupId = group,
            SessionTimeoutMs = 30_000,
            RebalanceTimeoutMs = 30_000,
            ProtocolType = "consumer",
            Protocols = [new() { Name = "range", Metadata = new byte[] { 0, 0, 0, 0, 0, 0 } }],
        }, cancel);
        byte[] both = [0, 1, 0, 0, 0, 1, 0, 6, .. Utf8("orders"), 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 1, 0xff, 0xff, 0xff, 0xff];
        await link.AskAsync<SyncGroupResponse>(Sync, new SyncGroupRequest
        {
            GroupId = group,
            GenerationId = joined.GenerationId,
            MemberId = joined.MemberId,
            Assignments = [new() { MemberId = joined.MemberId, Assignment = both }],
        }, cancel);
        await CommitAsync(group, 1, joined.GenerationId, joined.MemberId);
    }

    public async Task CommitAsync(string group, long offset, int generation = -1, string member = "")
    {
        using var link = await OpenAsync();
        var answer = await link.AskAsync<OffsetCommitResponse>(Commit, new OffsetCommitRequest
        {
            GroupId = group,
            GenerationIdOrMemberEpoch = generation,
            MemberId = member,
            Topics = [new() { Name = "orders", Partitions = [new() { PartitionIndex = 0, CommittedOffset = offset }] }],
        }, TestContext.Current.CancellationToken);
        Assert.Equal(ErrorCode.None, answer.Topics[0].Partitions[0].ErrorCode);
    }

    public async Task StopAsync()
    {
        if (!stopped) await server.DisposeAsync();
        stopped = true;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private Task<BrokerLink> OpenAsync() => BrokerLink.OpenAsync(Endpoint.Parse(Bootstrap), Access.From(Bootstrap, null, null, false, null), TestContext.Current.CancellationToken);
}
