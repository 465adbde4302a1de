using System.Diagnostics;
using System.Globalization;
using System.Net;
using Noderr.Chaos;
using Noderr.Domain.Events;
using Noderr.Journal.Entries;

namespace Noderr.Tests.Unit.Chaos;

public sealed class ProcessFaultsTests : IDisposable
{
    private static readonly Uri Ready = new("http://risk.test/health/ready");

    private readonly string folder = Directory.CreateTempSubdirectory("chaos-").FullName;
    private readonly Process sleeper = Process.Start(new ProcessStartInfo("sleep", "300"))!;
    private readonly Health health = new();

    public void Dispose()
    {
        if (!sleeper.HasExited) sleeper.Kill();
        sleeper.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task The_process_in_the_file_is_killed_and_awaited()
    {
        var recovery = await Kill(VictimProcess.OfFile(PidFile()), readyAfter: 4);
        Assert.True(recovery.Recovered, recovery.Detail);
        Assert.True(sleeper.WaitForExit(5000));
        Assert.Equal(137, sleeper.ExitCode);
        Assert.Equal(5, health.Asked);
        Assert.InRange(recovery.After, TimeSpan.FromMilliseconds(150), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task The_process_of_a_number_is_killed()
    {
        Assert.True((await Kill(VictimProcess.OfNumber(sleeper.Id), readyAfter: 0)).Recovered);
        Assert.True(sleeper.WaitForExit(5000));
    }

    [Fact]
    public async Task What_does_not_come_back_is_told()
    {
        var recovery = await Kill(VictimProcess.OfNumber(sleeper.Id), readyAfter: int.MaxValue, patience: TimeSpan.FromMilliseconds(400));
        Assert.Equal((false, $"{Ready} was not ready within 0.4 s"), (recovery.Recovered, recovery.Detail));
    }

    [Fact]
    public async Task A_number_that_is_older_than_its_process_is_left_alone()
    {
        var file = PidFile();
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddMinutes(-5));
        var recovery = await Kill(VictimProcess.OfFile(file), readyAfter: 0);
        Assert.Equal($"nothing was killed: process {sleeper.Id} began after its number was noted: it is somebody else", recovery.Detail);
        Assert.False(sleeper.HasExited);
    }

    [Theory]
    [InlineData("1", "process 1 is none that may be killed")]
    [InlineData("0", "process 0 is none that may be killed")]
    [InlineData("-5", "holds no process number")]
    [InlineData("risk", "holds no process number")]
    [InlineData("", "holds no process number")]
    [InlineData("self", "this process does not kill itself")]
    [InlineData(null, "Could not find file")]
    public async Task What_is_no_victim_is_not_hit(string? content, string why)
    {
        var file = Path.Combine(folder, "risk.pid");
        if (content is not null) await File.WriteAllTextAsync(file, content == "self" ? Environment.ProcessId.ToString(CultureInfo.InvariantCulture) : content, TestContext.Current.CancellationToken);
        Assert.Contains(why, (await Kill(VictimProcess.OfFile(file), readyAfter: 0)).Detail);
        Assert.Equal(0, health.Asked);
    }

    [Fact]
    public async Task A_service_that_was_not_named_is_not_hit()
    {
        using var http = new HttpClient(health);
        var faults = new ProcessFaults(new Dictionary<string, Victim>(), http);
        Assert.Equal("nothing was killed: no process is known for risk", (await faults.Kill("risk", TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken)).Detail);
    }

    [Fact]
    public async Task Each_start_on_record_is_done_once_and_told()
    {
        var (done, told) = (new List<string>(), new List<ExperimentOutcome>());
        await using (var experimenter = new Experimenter(new Scripted(done), outcome => { told.Add(outcome); return Task.FromResult(true); }))
        {
            experimenter.Run(Entry(new ChaosEvent(ChaosKind.Started, "kill-risk-1", default) { Target = "risk" }));
            experimenter.Run(Entry(new ChaosEvent(ChaosKind.Ended, "kill-risk-1", default)));
            experimenter.Run(Entry(new ChaosEvent(ChaosKind.Started, "kill-router-2", default) { Target = "router" }));
            for (var i = 0; i < 500 && told.Count < 2; i++) await Task.Delay(10, TestContext.Current.CancellationToken);
        }
        Assert.Equal(["risk", "router"], done);
        Assert.Equal(["kill-risk-1", "kill-router-2"], told.Select(t => t.Experiment));
    }

    private static Entry<ChaosEvent> Entry(params ChaosEvent[] events) => new(EntryKind.Request, 1, 1, default) { Events = events };

    private string PidFile()
    {
        var file = Path.Combine(folder, "risk.pid");
        File.WriteAllText(file, $"{sleeper.Id}\n");
        return file;
    }

    private async Task<Recovery> Kill(VictimProcess process, int readyAfter, TimeSpan? patience = null)
    {
        health.ReadyAfter = readyAfter;
        using var http = new HttpClient(health, disposeHandler: false);
        var faults = new ProcessFaults(new Dictionary<string, Victim> { ["risk"] = new(process, Ready) }, http);
        return await faults.Kill("risk", patience ?? TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    /// <summary>Refuses the connection, says that it is not ready, and at last that it is.</summary>
    private sealed class Health : HttpMessageHandler
    {
        public int ReadyAfter { get; set; }

        public int Asked { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Assert.Equal(Ready, request.RequestUri);
            if (++Asked == 1 && ReadyAfter > 0) throw new HttpRequestException("connection refused");
            return Task.FromResult(new HttpResponseMessage(Asked > ReadyAfter ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable));
        }
    }

    private sealed class Scripted(List<string> done) : IFaults
    {
        public async Task<Recovery> Kill(string target, TimeSpan patience, CancellationToken cancel)
        {
            await Task.Yield();
            done.Add(target);
            return new Recovery(true, TimeSpan.FromSeconds(1), "");
        }
    }
}
