namespace Noderr.Tests.Broker.Crash;

/// <summary>
/// What one producer was told about the records it wrote to one partition, by their running number. The log is compared with it:
/// an acknowledged record is there exactly once, at the offset that the answer named, and records stand in the order they were sent.
/// </summary>
public sealed class Promises(string producer, string topic, int partition, bool everyRecordMustArrive, Violations violations)
{
    private const long Pending = -2;
    private const long Failed = -3;
    private const long AcknowledgedSomewhere = -1;

    private readonly Lock _lock = new();
    private readonly List<long> _answers = [];
    private int _lastSeen = -1;
    private int _judgedUpTo;
    private readonly HashSet<int> _seen = [];

    public string Key => $"{producer}/{topic}-{partition}";

    public int AcknowledgedCount
    {
        get
        {
            lock (_lock)
                return _answers.Count(a => a >= AcknowledgedSomewhere);
        }
    }

    public int Next()
    {
        lock (_lock)
        {
            _answers.Add(Pending);
            return _answers.Count - 1;
        }
    }

    /// <summary>The offset is below zero when the client does not know it, as after a retry that was found to be a duplicate.</summary>
    public void Acknowledge(int number, long offset)
    {
        lock (_lock)
            _answers[number] = offset >= 0 ? offset : AcknowledgedSomewhere;
    }

    public void Fail(int number)
    {
        lock (_lock)
            _answers[number] = Failed;
    }

    /// <summary>Lies on purpose: promises a record that was never sent. For the test of this test.</summary>
    public void Invent() => Acknowledge(Next(), AcknowledgedSomewhere);

    public void Saw(int number, long offset)
    {
        lock (_lock)
        {
            if (number >= _answers.Count)
            {
                violations.Add($"{Key}: record {number} at offset {offset} was never sent");
                return;
            }
            if (!_seen.Add(number))
                violations.Add($"{Key}: record {number} is there twice, again at offset {offset}");
            else if (number <= _lastSeen)
                violations.Add($"{Key}: record {number} at offset {offset} stands behind record {_lastSeen}");
            else if (everyRecordMustArrive && number != _lastSeen + 1)
                violations.Add($"{Key}: record {number} at offset {offset} follows record {_lastSeen}: what lies between is lost");
            if (_answers[number] >= 0 && _answers[number] != offset)
                violations.Add($"{Key}: record {number} was acknowledged with offset {_answers[number]} and lies at {offset}");
            _lastSeen = Math.Max(_lastSeen, number);
        }
    }

    /// <summary>Judges all that has an outcome by now.</summary>
    public void Judge()
    {
        lock (_lock)
        {
            for (; _judgedUpTo < _answers.Count; _judgedUpTo++)
            {
                if (_answers[_judgedUpTo] >= AcknowledgedSomewhere && !_seen.Contains(_judgedUpTo))
                    violations.Add($"{Key}: record {_judgedUpTo} was acknowledged (offset {_answers[_judgedUpTo]}) and is lost");
                if (everyRecordMustArrive && _answers[_judgedUpTo] == Failed)
                    violations.Add($"{Key}: record {_judgedUpTo} of an idempotent producer failed for good");
            }
        }
    }

    /// <summary>Forgets what was seen, so that the whole log can be read again from its beginning.</summary>
    public void StartOver()
    {
        lock (_lock)
        {
            _seen.Clear();
            (_lastSeen, _judgedUpTo) = (-1, 0);
        }
    }
}
