using Confluent.Kafka;

namespace Noderr.Tests.Broker.Crash;

/// <summary>
/// A client that works on a thread of its own while the broker is killed and restarted. When asked to settle it brings what it has
/// begun to an outcome (acknowledged, failed or aborted), so that the log can be compared with what was promised.
/// </summary>
public abstract class Load : IDisposable
{
    private static readonly TimeSpan SettleLimit = TimeSpan.FromSeconds(60);

    private readonly Thread _thread;
    private readonly ManualResetEventSlim _settled = new(false);
    private readonly ManualResetEventSlim _go = new(false);
    private volatile bool _pause;
    private volatile bool _stop;

    protected Load(string name, string bootstrap, Violations violations)
    {
        (Name, Bootstrap, Violations) = (name, bootstrap, violations);
        _thread = new Thread(Work) { IsBackground = true, Name = name };
    }

    public string Name { get; }

    protected string Bootstrap { get; }

    protected Violations Violations { get; }

    public void Begin() => _thread.Start();

    public void Resume()
    {
        _settled.Reset();
        _pause = false;
        _go.Set();
    }

    public void AskToSettle()
    {
        _go.Reset();
        _pause = true;
    }

    public void AwaitSettled()
    {
        if (!_settled.Wait(SettleLimit))
            Violations.Add($"{Name}: nothing came of what it had begun within {SettleLimit.TotalSeconds} s although the broker serves again");
    }

    public void Dispose()
    {
        _stop = true;
        _go.Set();
        _thread.Join(TimeSpan.FromSeconds(10));
        GC.SuppressFinalize(this);
    }

    /// <summary>One small piece of work.</summary>
    protected abstract void Step();

    /// <summary>Waits for the outcome of all that was begun.</summary>
    protected abstract void Settle();

    protected abstract void Close();

    protected T Quick<T>(T config) where T : ClientConfig
    {
        config.BootstrapServers = Bootstrap;
        config.ClientId = Name;
        config.ReconnectBackoffMs = 20;
        config.ReconnectBackoffMaxMs = 150;
        config.TopicMetadataRefreshFastIntervalMs = 100;
        config.SocketConnectionSetupTimeoutMs = 2000;
        config.LogConnectionClose = false;
        return config;
    }

    private void Work()
    {
        try
        {
            while (!_stop)
            {
                if (_pause)
                {
                    Settle();
                    _settled.Set();
                    _go.Wait();
                }
                else
                {
                    Step();
                }
            }
            Close();
        }
#pragma warning disable CA1031 // A load that dies unseen would make the test pass.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Violations.Add($"{Name}: {e}");
            _settled.Set();
        }
    }
}
