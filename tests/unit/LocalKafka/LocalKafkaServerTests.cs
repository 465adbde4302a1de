using Noderr.LocalKafka;
using Noderr.LocalKafka.Groups;
using Noderr.LocalKafka.Log;
using Noderr.LocalKafka.Settings;
using Noderr.LocalKafka.Topics;
using Noderr.LocalKafka.Wire;

namespace Noderr.Tests.Unit.LocalKafka;

public sealed class LocalKafkaServerTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("localkafka-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task The_documentation_shows_the_apis_that_are_served()
    {
        await using var server = await Start(Options());
        var rows = server.Broker.Apis.All.Select(api => $"| {(short)api.Key} | {api.Key} | {api.Min}–{api.Max}{(api.ServedSince > api.Min ? $" (served from {api.ServedSince})" : "")} |");
        Assert.Equal(string.Join('\n', rows), TableOf(Documentation()));
    }

    [Fact]
    public async Task A_folder_is_used_by_one_instance_at_a_time()
    {
        await using var server = await Start(Options());
        var refused = await Assert.ThrowsAsync<DataFolderException>(() => Start(Options()));
        Assert.Contains("in use by another LocalKafka", refused.Message);
    }

    [Fact]
    public async Task Metrics_are_served_beside_the_registry()
    {
        await using var server = await Start(Options());
        using var http = new HttpClient();
        var text = await http.GetStringAsync(new Uri(server.RegistryUrl!, "/metrics"), TestContext.Current.CancellationToken);
        Assert.Contains("# TYPE localkafka_requests_total counter", text);
        Assert.Contains("localkafka_network_bytes_total{direction=\"in\"} 0", text);
    }

    [Theory]
    [InlineData("PLAINTEXT://0.0.0.0:0")]
    [InlineData("SSL://0.0.0.0:0")]
    public async Task Beyond_loopback_nothing_opens_without_login_and_encryption(string listeners)
    {
        var options = Options() with { Settings = new Dictionary<string, string> { ["listeners"] = listeners } };
        await Assert.ThrowsAsync<InvalidSettingException>(() => Start(options));
    }

    [Fact]
    public async Task The_registry_does_not_open_beyond_loopback_without_users_and_certificate()
    {
        var refused = await Assert.ThrowsAsync<InvalidSettingException>(() => Start(Options() with { Host = "0.0.0.0" }));
        Assert.Contains("--users", refused.Message);
    }

    [Fact]
    public async Task All_wrong_settings_are_told_at_once()
    {
        var options = Options() with { Settings = new Dictionary<string, string> { ["no.such"] = "1", ["num.partitions"] = "none" } };
        var refused = await Assert.ThrowsAsync<InvalidSettingException>(() => Start(options));
        Assert.Contains("no.such", refused.Message);
        Assert.Contains("num.partitions", refused.Message);
    }

    [Fact]
    public async Task A_group_that_was_deleted_stays_away_after_a_restart()
    {
        var partition = new TopicPartition("t", 0);
        await using (var server = await Start(Options()))
        {
            server.Broker.Topics.Create("t", 1, new Dictionary<string, string>());
            await server.Broker.Groups.Commit("g", new MemberIdentity("", null), -1, [new OffsetToCommit(partition, 7, -1, null)]);
            await server.Broker.Groups.Commit("kept", new MemberIdentity("", null), -1, [new OffsetToCommit(partition, 7, -1, null)]);
            Assert.Equal(ErrorCode.None, await server.Broker.Groups.Delete("g"));
        }
        await using var again = await Start(Options());
        Assert.Equal("kept", Assert.Single(again.Broker.Groups.List()).GroupId);
    }

    private static Task<LocalKafkaServer> Start(LocalKafkaOptions options) => LocalKafkaServer.StartAsync(options, TestContext.Current.CancellationToken);

    private LocalKafkaOptions Options() => new() { DataFolder = folder, Port = 0, RegistryPort = 0 };

    private static string Documentation()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root!.FullName, "Noderr.Services.sln"))) root = root.Parent;
        return File.ReadAllText(Path.Combine(root.FullName, "docs", "localkafka.md"));
    }

    private static string TableOf(string text)
    {
        var start = text.IndexOf("<!-- apis -->\n", StringComparison.Ordinal) + "<!-- apis -->\n".Length;
        var rows = text[start..text.IndexOf("<!-- /apis -->", StringComparison.Ordinal)].Trim().Split('\n').Skip(2);
        return string.Join('\n', rows);
    }
}
