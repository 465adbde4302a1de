using System.Diagnostics;
using System.Net;
using Noderr.Tests.Broker.Kit;

namespace Noderr.Tests.EndToEnd;

/// <summary>A service as it is shipped, in a process of its own, which the test starts, kills, stops and lets go on.</summary>
internal sealed class ServiceProcess : IDisposable
{
    public const int SigStop = 19, SigCont = 18, SigTerm = 15;
    private static readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromMilliseconds(500) }) { Timeout = TimeSpan.FromSeconds(2) };

    private readonly string program, folder;
    private readonly string[] arguments;
    private readonly StreamWriter log;
    private Process? process;

    public ServiceProcess(string name, string folder, IEnumerable<string> settings)
    {
        Name = name;
        this.folder = folder;
        program = Path.Combine(Repository.Root, ".build", "programs", name, "run");
        arguments = ["--config", Path.Combine(folder, "noderr.yaml"), .. settings.Append($"http.port={Port}").SelectMany(s => new[] { "--set", s })];
        log = new StreamWriter(new FileStream(Path.Combine(folder, $"{name}.log"), FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
        AppDomain.CurrentDomain.ProcessExit += OnExit;
    }

    public string Name { get; }

    public int Port { get; } = FreePorts.Block(2);

    public bool IsRunning => process is { HasExited: false };

    public void Start()
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardError = true, RedirectStandardOutput = true };
        process = Process.Start(start) ?? throw new InvalidOperationException($"{program} does not start");
        process.ErrorDataReceived += (_, line) => Write(line.Data);
        process.OutputDataReceived += (_, line) => Write(line.Data);
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
    }

    /// <summary>SIGKILL.</summary>
    public void Kill()
    {
        if (process is not { HasExited: false } running) return;
        running.Kill();
        running.WaitForExit();
    }

    public void Signal(int signal) => ProcessFacts.Signal(process!.Id, signal);

    public int? WaitForExit(TimeSpan limit) => process!.WaitForExit(limit) ? process.ExitCode : null;

    public async Task<bool> IsReady()
    {
        try
        {
            using var answer = await http.GetAsync($"http://127.0.0.1:{Port}/health/ready");
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    /// <summary>Null when it is not ready within the limit.</summary>
    public async Task<TimeSpan?> UntilReady(TimeSpan limit)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < limit)
        {
            if (await IsReady()) return clock.Elapsed;
            await Task.Delay(20);
        }
        return null;
    }

    public void Dispose()
    {
        Kill();
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        process?.Dispose();
        lock (log) log.Dispose();
    }

    private void OnExit(object? sender, EventArgs e) => Kill();

    private void Write(string? line)
    {
        lock (log)
            if (line is not null && log.BaseStream.CanWrite) log.WriteLine(line);
    }
}
