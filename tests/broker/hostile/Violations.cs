using System.Collections.Concurrent;

namespace Noderr.Tests.Broker.Hostile;

/// <summary>What the broker should not have done. The first few are told in full.</summary>
public sealed class Violations
{
    private const int Told = 5;

    private readonly ConcurrentQueue<string> _messages = new();
    private int _count;

    public int Count => _count;

    public void Add(string message)
    {
        if (Interlocked.Increment(ref _count) <= Told)
            _messages.Enqueue(message);
    }

    public override string ToString() => _count == 0 ? "none" : $"{_count}: {string.Join("; ", _messages)}";
}
