using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Noderr.Tests.Broker.Kit;

namespace Noderr.Tests.Broker.Hostile;

/// <summary>
/// An honest client beside all of it: writes numbered records, reads them back, and notices whatever is lost, doubled, out of order or
/// slow. Its topic has a name that no mutation makes, and settings of its own, since hostile requests may change the broker's defaults.
/// </summary>
public sealed class Bystander : IDisposable
{
    public static readonly TimeSpan LatencyBound = TimeSpan.FromSeconds(5);

    private readonly int _port;
    private readonly Violations _violations;
    private readonly WireClient _client;
    private readonly Thread _thread;
    private volatile bool _stop;
    private long _read;

    public Bystander(int port, int seed, Violations violations)
    {
        (_port, _violations, Topic) = (port, violations, $"bystander-{(uint)seed * 2654435761u:x16}-nobody-guesses-this");
        _client = new WireClient(port, (int)LatencyBound.TotalMilliseconds * 2);
        Topics.Create(_client, Topic,
            ("retention.ms", "-1"), ("retention.bytes", "-1"), ("cleanup.policy", "delete"), ("max.message.bytes", "1000000"),
            ("segment.bytes", "4194304"), ("compression.type", "producer"), ("message.timestamp.type", "CreateTime"), ("segment.ms", "604800000"),
            ("message.timestamp.before.max.ms", "9223372036854775807"), ("message.timestamp.after.max.ms", "3600000"), ("flush.messages", "1000000"));
        _thread = new Thread(Work) { IsBackground = true, Name = "bystander" };
        _thread.Start();
    }

    public string Topic { get; }

    public long Written { get; private set; }

    public TimeSpan Slowest { get; private set; }

    /// <summary>What a request takes at the moment.</summary>
    public TimeSpan Recent { get; private set; }

    /// <summary>Makes it expect a record that it never wrote, to see that the test can fail.</summary>
    public void Invent() => Written++;

    public void Stop()
    {
        _stop = true;
        _thread.Join();
    }

    /// <summary>Reads the topic from its start over a new connection.</summary>
    public string? WhatIsWrong()
    {
        using var client = new WireClient(_port);
        var expected = 0L;
        foreach (var record in new PartitionReader(client, Topic, 0).ReadToEnd().SelectMany(b => b.Records()))
            if (Wrong(record, expected++) is { } wrong)
                return wrong;
        return expected == Written ? null : $"{expected} records are there, {Written} were acknowledged";
    }

    public void Dispose()
    {
        _stop = true;
        _client.Dispose();
    }

    private void Work()
    {
        var reader = new PartitionReader(_client, Topic, 0);
        var random = new Random(1);
        try
        {
            while (!_stop)
            {
                Write(random.Next(1, 20));
                foreach (var record in Timed(() => reader.ReadToEnd().ToList()).SelectMany(b => b.Records()))
                    if (Wrong(record, _read++) is { } wrong)
                        _violations.Add($"bystander: {wrong}");
                if (_read != Written)
                    _violations.Add($"bystander: {Written} records are acknowledged, {_read} are read");
                Thread.Sleep(5);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or BrokerException or IndexOutOfRangeException or ArgumentException)
        {
            _violations.Add($"bystander: after {Written} records: {e.Message}");
        }
    }

    private void Write(int count)
    {
        var values = Enumerable.Range(0, count).Select(i => Value(Written + i));
        var request = Batch.Of(values).Bytes();
        var answer = Timed(() => _client.Ask(0, 3, w => w.Text(null).Int16(-1).Int32(5000).Int32(1).Text(Topic).Int32(1).Int32(0).Bytes(request)));
        answer.Int32();
        answer.Text();
        answer.Int32();
        answer.Int32();
        var (error, offset) = (answer.Int16(), answer.Int64());
        if (error != 0 || offset != Written)
            throw new BrokerException($"a batch for offset {Written} is answered with error {error} and offset {offset}");
        Written += count;
    }

    private static string Value(long number) => $"{number}|{new string('b', (int)(number % 300))}";

    private static string? Wrong(LogRecord record, long expected)
    {
        var value = Encoding.UTF8.GetString(record.Value ?? []);
        return record.Offset == expected && value == Value(expected) ? null
            : string.Create(CultureInfo.InvariantCulture, $"offset {record.Offset} holds '{value[..Math.Min(40, value.Length)]}' where record {expected} is due");
    }

    private T Timed<T>(Func<T> request)
    {
        var clock = Stopwatch.StartNew();
        var result = request();
        Recent = (3 * Recent + clock.Elapsed) / 4;
        if (clock.Elapsed > Slowest)
            Slowest = clock.Elapsed;
        return result;
    }
}
