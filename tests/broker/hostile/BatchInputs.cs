using Noderr.Tests.Broker.Kit;

namespace Noderr.Tests.Broker.Hostile;

/// <summary>Record batches that are wrong somewhere, in Produce requests that are right.</summary>
public sealed class BatchInputs(IReadOnlyList<byte[]> valid)
{
    private const int CrcEnd = 21;

    // The largest outgrow every bound that a broker may have; the smaller ones are what honest clients may send.
    private static readonly int[] Megabytes = [1, 8, 30, 60, 100, 200, 900];
    private static readonly long[] Odd = [0, -1, 1, 2, 4, 100, 70_000, 1 << 30, int.MaxValue, int.MinValue, long.MaxValue, long.MinValue];
    private static readonly string[] Topics = [.. FuzzTopics.All.Keys];

    private readonly Dictionary<(int Codec, int Megabytes, bool Valid), byte[]> _bombs = [];
    private readonly Lazy<byte[]> _manyRecords = new(ManyRecords);

    public byte[] Next(Random random)
    {
        var version = (short)random.Next(ProduceFrames.First, ProduceFrames.Last + 1);
        var acks = (short)(random.Next(20) == 0 ? 0 : random.Next(2) == 0 ? 1 : -1);
        var transactional = random.Next(10) == 0 ? "fuzz-txn" : null;
        return ProduceFrames.Of(version, acks, Topics[random.Next(Topics.Length)], Records(random), transactional);
    }

    private byte[]? Records(Random random) => random.Next(100) switch
    {
        < 15 => Mutations.Some(random, Valid(random), 0),
        < 35 => Batch.Sealed(Mutations.Some(random, Valid(random), CrcEnd)),
        < 50 => Batch.Sealed(Mutations.Some(random, Valid(random), RecordBatch.HeaderBytes)),
        < 70 => OddHeader(random, Batch.Of("one", "two", "three")).Bytes(),
        < 90 => Packed(random),
        < 91 when random.Next(3) == 0 => Bomb(random),
        < 92 when random.Next(3) == 0 => _manyRecords.Value,
        < 96 => [.. Valid(random), .. Valid(random)],
        < 98 => Valid(random)[..random.Next(RecordBatch.HeaderBytes)],
        < 99 => [],
        _ => null,
    };

    private byte[] Valid(Random random) => (byte[])valid[random.Next(valid.Count)].Clone();

    private static Batch OddHeader(Random random, Batch batch)
    {
        var number = Odd[random.Next(Odd.Length)];
        return random.Next(8) switch
        {
            0 => batch with { Attributes = (short)random.Next(0x100) },
            1 => batch with { LastOffsetDelta = (int)number },
            2 => batch with { BaseTimestamp = number },
            3 => batch with { MaxTimestamp = number },
            4 => batch with { Count = (int)number },
            5 => batch with { ProducerId = number, Epoch = 0, BaseSequence = random.Next(3) },
            6 => batch with { ProducerId = random.Next(100), Epoch = (short)number, BaseSequence = (int)Odd[random.Next(Odd.Length)] },
            _ => batch with { ProducerId = random.Next(100), Epoch = 0, BaseSequence = 0, Attributes = 0x10 },
        };
    }

    private static byte[] Packed(Random random)
    {
        var codec = random.Next(1, 8);
        var plain = Batch.Of("one", "two", "three");
        var body = codec > Bombs.Zstd ? plain.Body : Bombs.Pack(codec, plain.Body, random.Next(3) == 0 ? 0 : random.Next(100_000));
        if (random.Next(2) == 0)
            body = Mutations.Some(random, body, 0);
        else if (random.Next(3) == 0)
            body = body[..random.Next(body.Length + 1)];
        return (plain with { Body = body, Attributes = (short)codec }).Bytes();
    }

    private byte[] Bomb(Random random)
    {
        var (codec, megabytes, honest) = (random.Next(1, 5), Megabytes[random.Next(Megabytes.Length)], random.Next(2) == 0);
        // Snappy packs 64 bytes into three at best, so that more would be refused for its size before anybody unpacks it.
        if (codec == Bombs.Snappy)
            megabytes = Math.Min(megabytes, 20);
        lock (_bombs)
        {
            if (!_bombs.TryGetValue((codec, megabytes, honest), out var bomb))
                _bombs[(codec, megabytes, honest)] = bomb = MakeBomb(codec, megabytes << 20, honest);
            return (byte[])bomb.Clone();
        }
    }

    /// <summary>An honest bomb is one valid record with a huge value of zeros.</summary>
    private static byte[] MakeBomb(int codec, int zeros, bool honest)
    {
        byte[] fields = [0, 0, 0, .. Varints.ZigZag(3), .. "key"u8, .. Varints.ZigZag(zeros)];
        byte[] head = honest ? [.. Varints.ZigZag(fields.Length + zeros + 1L), .. fields] : [];
        return (Batch.Of("") with { Body = Bombs.Pack(codec, head, zeros, honest ? [0] : []), Attributes = (short)codec }).Bytes();
    }

    /// <summary>A megabyte that holds as many records as it can.</summary>
    private static byte[] ManyRecords()
    {
        const int Count = 400_000;
        var body = new MemoryStream();
        for (var i = 0; i < Count; i++)
            body.Write([.. Varints.ZigZag(5 + Varints.ZigZag(i).Length), 0, 0, .. Varints.ZigZag(i), 1, 1, 0]);
        using var packed = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(body.GetBuffer().AsSpan(0, (int)body.Length));
        return (new Batch(packed.ToArray(), Count) { Attributes = Bombs.Gzip }).Bytes();
    }
}
