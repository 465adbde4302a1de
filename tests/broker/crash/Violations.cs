namespace Noderr.Tests.Broker.Crash;

/// <summary>What the broker promised and did not keep. Any thread may add; the supervisor looks after each round.</summary>
public sealed class Violations
{
    private const int Kept = 30;

    private readonly Lock _lock = new();
    private readonly List<string> _messages = [];

    public int Count { get; private set; }

    public IReadOnlyList<string> Messages
    {
        get
        {
            lock (_lock)
                return [.. _messages];
        }
    }

    public void Add(string message)
    {
        lock (_lock)
        {
            Count++;
            if (_messages.Count < Kept)
                _messages.Add(message);
        }
    }
}
