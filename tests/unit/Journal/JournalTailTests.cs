using System.Buffers;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Noderr.Journal.Entries;
using Noderr.Journal.Kafka;
using Noderr.LocalKafka;

namespace Noderr.Tests.Unit.Journal;

public sealed class JournalTailTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("tail-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task What_fails_once_is_read_again_and_nothing_is_left_out()
    {
        await using var server = await LocalKafkaServer.StartAsync(new LocalKafkaOptions { DataFolder = folder, Port = 0, RegistryPort = 0 }, TestContext.Current.CancellationToken);
        using var producer = new ProducerBuilder<byte[]?, byte[]?>(new ProducerConfig { BootstrapServers = server.BootstrapServers }).Build();
        for (byte i = 1; i <= 5; i++)
        {
            var entry = new Entry<byte>(EntryKind.Request, 0, i, new Noderr.Domain.Numbers.Timestamp(i));
            await producer.ProduceAsync("tailed", new Message<byte[]?, byte[]?> { Value = [i], Headers = EntryHeaders.Write(entry) }, TestContext.Current.CancellationToken);
        }
        var seen = new List<byte>();
        var done = new TaskCompletionSource();
        await using (new JournalTail()
            .Reads("tailed", 1, new FailsOnce(3), Offset.Beginning, (_, entry) => Saw(entry.Events[0]), static _ => { })
            .Start(() => new ClientReader(new ConsumerConfig { BootstrapServers = server.BootstrapServers, GroupId = "tail", EnableAutoCommit = false, EnablePartitionEof = true }), NullLogger.Instance))
            await done.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal([1, 2, 3, 4, 5], seen);

        void Saw(byte number)
        {
            seen.Add(number);
            if (number == 5) done.SetResult();
        }
    }

    /// <summary>As one that has to ask a registry which is away for a moment.</summary>
    private sealed class FailsOnce(byte at) : IEntryCodec<byte>
    {
        private bool failed;

        public void Encode(Entry<byte> entry, IBufferWriter<byte> into) => throw new NotSupportedException();

        public DecodedEntry<byte> Decode(ReadOnlySpan<byte> message)
        {
            if (message[0] != at || failed) return new DecodedEntry<byte>([message[0]], "", "");
            failed = true;
            throw new HttpRequestException("the registry is away");
        }
    }
}
