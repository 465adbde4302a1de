using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Noderr.Tests.Broker.Kit;

/// <summary>A broker in a process of its own, which a test starts, kills and starts again on the same port and folder.</summary>
public sealed class BrokerProcess : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly BrokerCommand _command;
    private readonly StreamWriter _log;
    private readonly PosixSignalRegistration[] _signals;
    private Process? _process;
    private TaskCompletionSource _ready = new();

    public BrokerProcess(BrokerCommand command, string folder)
    {
        ArgumentNullException.ThrowIfNull(command);
        _command = command;
        Directory.CreateDirectory(folder);
        Data = Path.Combine(folder, "data");
        LogFile = Path.Combine(folder, "broker.log");
        _log = new StreamWriter(new FileStream(LogFile, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
        // A broker must not outlive its test: not on Ctrl+C, not on SIGTERM, not after an unhandled exception.
        AppDomain.CurrentDomain.ProcessExit += OnExit;
        _signals = [.. new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT }.Select(s => PosixSignalRegistration.Create(s, _ => Kill()))];
    }

    /// <summary>Kafka at this port; the registry of LocalKafka, or the controller of Apache Kafka, at the next.</summary>
    public int Port { get; } = FreePorts.Block(4);

    public string Bootstrap => $"127.0.0.1:{Port}";

    public string Data { get; }

    public string LogFile { get; }

    public string Name => _command.Name;

    public int Pid => _process?.Id ?? 0;

    public bool IsRunning => _process is { HasExited: false };

    /// <summary>Starts the process without waiting until it serves.</summary>
    public void Launch()
    {
        _ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var start = new ProcessStartInfo(_command.Program, _command.Fill(Port, Data))
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{_command.Program} does not start");
        var ready = _ready;
        _process.OutputDataReceived += (_, line) =>
        {
            Write(line.Data);
            if (line.Data?.StartsWith("ready", StringComparison.Ordinal) == true)
                ready.TrySetResult();
        };
        _process.ErrorDataReceived += (_, line) => Write(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Starts the process and waits until it serves; returns how long that took.</summary>
    public TimeSpan Start()
    {
        var clock = Stopwatch.StartNew();
        Launch();
        while (!Serves())
        {
            if (!IsRunning)
                throw new BrokerException($"the broker ended with exit code {_process!.ExitCode} while starting: {LastLines()}");
            if (clock.Elapsed > StartLimit)
                throw new BrokerException($"the broker does not serve after {StartLimit.TotalSeconds} s: {LastLines()}");
        }
        return clock.Elapsed;
    }

    /// <summary>SIGKILL, as a power switch does it.</summary>
    public void Kill()
    {
        if (_process is not { HasExited: false } process)
            return;
        process.Kill();
        process.WaitForExit();
    }

    /// <summary>SIGTERM; returns exit code and time, or null when it did not end within the limit.</summary>
    public (int ExitCode, TimeSpan Took)? Terminate(TimeSpan limit)
    {
        var clock = Stopwatch.StartNew();
        ProcessFacts.Signal(Pid, ProcessFacts.SigTerm);
        return _process!.WaitForExit(limit) ? (_process.ExitCode, clock.Elapsed) : null;
    }

    public string LastLines(int count = 5)
    {
        using var reader = new StreamReader(new FileStream(LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return string.Join(" / ", reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(count));
    }

    public void Dispose()
    {
        Kill();
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        foreach (var signal in _signals)
            signal.Dispose();
        _process?.Dispose();
        lock (_log)
            _log.Dispose();
    }

    private void OnExit(object? sender, EventArgs e) => Kill();

    private bool Serves()
    {
        if (_command.PrintsReady)
            return _ready.Task.Wait(20);
        Thread.Sleep(50);
        try
        {
            using var client = new WireClient(Port);
            return client.BrokerCount() > 0;
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return false;
        }
    }

    private void Write(string? line)
    {
        lock (_log)
            if (line is not null && _log.BaseStream.CanWrite)
                _log.WriteLine(line);
    }
}
