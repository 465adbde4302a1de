using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using CsCheck;
using Noderr.LocalKafka.Records;
using Record = Noderr.LocalKafka.Records.Record;

namespace Noderr.Tests.Unit.LocalKafka;

public class RecordBatchTests
{
    private static readonly Gen<CompressionType> Codecs = Gen.Int[0, 4].Select(i => (CompressionType)i);

    private static readonly Gen<byte[]?> Bytes = Gen.OneOf(Gen.Const((byte[]?)null), Gen.Byte.Array[0, 200].Select(b => (byte[]?)b));

    private static readonly Gen<long?> Horizons = Gen.OneOf(Gen.Const((long?)null), Gen.Long[0, 2_000_000_000_000].Select(h => (long?)h));

    private static readonly Gen<Record> Records =
        from timestamp in Gen.Long[-5_000_000_000_000, 5_000_000_000_000]
        from key in Bytes
        from value in Bytes
        from headers in Gen.Select(Gen.String, Bytes, (name, v) => new RecordHeader(Clean(name), Memory(v))).Array[0, 3]
        select new Record(0, timestamp, Memory(key), Memory(value), headers);

    private static readonly Gen<(CompressionType Codec, Record[] Records)> Batches = Gen.Select(Codecs, Records.Array[1, 30]);

    [Fact]
    public void What_is_built_is_read_again_with_every_codec() => Batches.Sample(b =>
    {
        var builder = new BatchBuilder(BatchAttributes.Of(b.Codec), new BatchProducer(7, 3, 11), baseOffset: 100);
        foreach (var r in b.Records) builder.Add(r.Timestamp, r.Key, r.Value, r.Headers);
        var batch = builder.Build();

        Assert.True(BatchHeader.HasValidCrc(batch));
        Assert.Equal(batch.Length, BatchHeader.TotalLength(batch));
        Assert.Equal(b.Records.Max(r => r.Timestamp), BatchHeader.MaxTimestamp(batch));
        var read = RecordReader.All(batch);
        Assert.Equal(b.Records.Select(Describe), read.Select(Describe));
        Assert.Equal(Enumerable.Range(100, b.Records.Length).Select(o => (long)o), read.Select(r => r.Offset));
        Assert.Equal(b.Records.All(r => r.Key is not null), RecordReader.EveryRecordHasKey(batch));
    });

    [Fact]
    public void Another_codec_changes_neither_records_nor_producer() => Gen.Select(Batches, Codecs).Sample((b, to) =>
    {
        var batch = Build(b.Records, b.Codec);
        var again = BatchRewrite.Recompress(batch, to);
        Assert.Equal(to == b.Codec, again is null);
        if (again is null) return;
        Assert.Equal(to, BatchHeader.Attributes(again).Compression);
        Assert.True(BatchHeader.HasValidCrc(again));
        Assert.Equal(RecordReader.All(batch).Select(Describe), RecordReader.All(again).Select(Describe));
        Assert.Equal(BatchHeader.LastSequence(batch), BatchHeader.LastSequence(again));
    });

    [Fact]
    public void Compaction_keeps_offsets_times_and_producer_of_what_it_leaves() =>
        Gen.Select(Batches, Gen.ULong, Horizons).Sample((b, mask, horizon) =>
        {
            var batch = Build(b.Records, b.Codec);
            var kept = BatchRewrite.Keep(batch, r => (mask >> (int)(r.Offset % 64) & 1) == 1, horizon);
            var expected = RecordReader.All(batch).Where(r => (mask >> (int)(r.Offset % 64) & 1) == 1).ToList();

            Assert.True(BatchHeader.HasValidCrc(kept));
            var read = RecordReader.All(kept);
            Assert.Equal(expected.Select(Describe), read.Select(Describe));
            Assert.Equal(expected.Select(r => r.Offset), read.Select(r => r.Offset));
            Assert.Equal(BatchHeader.LastOffset(batch), BatchHeader.LastOffset(kept));
            Assert.Equal(BatchHeader.LastSequence(batch), BatchHeader.LastSequence(kept));
            Assert.Equal(horizon is not null, BatchHeader.Attributes(kept).HasDeleteHorizon);
            if (horizon is { } h) Assert.Equal(h, BatchHeader.BaseTimestamp(kept));
        });

    [Fact]
    public void A_batch_with_nothing_left_is_its_header()
    {
        var kept = BatchRewrite.Keep(Build([Text("k", "v")], CompressionType.Zstd), _ => false);
        Assert.Equal(BatchHeader.Size, kept.Length);
        Assert.Equal(CompressionType.None, BatchHeader.Attributes(kept).Compression);
        Assert.Empty(RecordReader.All(kept));
    }

    [Fact]
    public void Append_time_takes_the_place_of_each_records_time()
    {
        var batch = Build([Text("a", "1"), Text("b", "2")], CompressionType.Lz4);
        BatchRewrite.StampLogAppendTime(batch, 1234);
        Assert.True(BatchHeader.HasValidCrc(batch));
        Assert.All(RecordReader.All(batch), r => Assert.Equal(1234, r.Timestamp));
        Assert.All(RecordReader.All(BatchRewrite.Keep(batch, _ => true)), r => Assert.Equal(1234, r.Timestamp));
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_marker_says_how_its_transaction_ended(bool commit)
    {
        var marker = new ControlMarker(17, 4, commit, 9);
        var batch = marker.ToBatch(1_700_000_000_000, 55);
        Assert.Equal(78, batch.Length);
        Assert.Equal(0x30, BatchHeader.Attributes(batch).Bits);
        Assert.Equal(55, BatchHeader.LastOffset(batch));
        Assert.Equal(-1, BatchHeader.BaseSequence(batch));
        Assert.Equal(marker, ControlMarker.Read(batch));
    }

    [Fact]
    public void Sequences_start_again_after_the_largest()
    {
        var batch = new BatchBuilder(default, new BatchProducer(1, 0, int.MaxValue)).Add(0, null, null).Add(0, null, null).Build();
        Assert.Equal(0, BatchHeader.LastSequence(batch));
    }

    [Fact]
    public void Framed_snappy_of_java_is_read()
    {
        var body = RecordsOf(Build([Text("k", new string('x', 5000))], CompressionType.None));
        using var framed = new MemoryStream();
        framed.Write([0x82, .. "SNAPPY"u8, 0, 0, 0, 0, 1, 0, 0, 0, 1]);
        foreach (var part in new[] { body[..3000], body[3000..] })
        {
            var block = Snappier.Snappy.CompressToArray(part);
            var length = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(length, block.Length);
            framed.Write([.. length, .. block]);
        }
        Assert.Equal(body, Compression.Decompress(CompressionType.Snappy, framed.ToArray()).ToArray());
    }

    [Fact]
    public void Lz4_is_written_in_blocks_that_stand_alone_as_java_wants_them()
    {
        var packed = Compression.Compress(CompressionType.Lz4, new byte[200_000]);
        Assert.Equal(0x184D2204u, BinaryPrimitives.ReadUInt32LittleEndian(packed));
        Assert.Equal(0x60, packed[4] & 0xe0);
    }

    [Theory]
    [InlineData(CompressionType.Gzip), InlineData(CompressionType.Snappy)]
    [InlineData(CompressionType.Lz4), InlineData(CompressionType.Zstd)]
    public void Unpacking_ends_at_its_limit(CompressionType codec)
    {
        var packed = Compression.Compress(codec, new byte[300_000]);
        Assert.Equal(300_000, Compression.Decompress(codec, packed, 300_000).Length);
        var e = Assert.Throws<InvalidDataException>(() => Compression.Decompress(codec, packed, 299_999));
        Assert.Contains("more than 299999 bytes", e.Message);
    }

    [Fact]
    public void Garbage_is_invalid_data_whatever_the_codec() =>
        Gen.Select(Codecs, Gen.Byte.Array[0, 300]).Sample((codec, garbage) =>
    {
        var batch = Build([Text("k", "v")], CompressionType.None)[..BatchHeader.Size].Concat(garbage).ToArray();
        BatchHeader.SetAttributes(batch, BatchAttributes.Of(codec));
        Read_or_refuse(batch);
    });

    [Fact]
    public void Damage_is_invalid_data_and_never_another_exception() =>
        Gen.Select(Batches, Gen.Int[0, 100_000], Gen.Byte, Gen.Bool).Sample((b, at, with, cut) =>
        {
            var batch = Build(b.Records, b.Codec);
            at = BatchHeader.Size + at % (batch.Length - BatchHeader.Size);
            if (cut) batch = batch[..at];
            else batch[at] = with;
            Read_or_refuse(batch);
        });

    [Theory]
    [InlineData(CompressionType.None), InlineData(CompressionType.Gzip), InlineData(CompressionType.Snappy)]
    [InlineData(CompressionType.Lz4), InlineData(CompressionType.Zstd)]
    public void A_batch_that_is_cut_anywhere_is_refused(CompressionType codec)
    {
        var batch = Build([Text("key", "value"), Text("key2", "some more value"), Text("key3", "and more")], codec);
        for (var end = BatchHeader.Size; end < batch.Length; end++)
        {
            var cut = batch[..end];
            // gzip, lz4 and zstd end with a checksum or an end mark that the records don't need.
            if (end < batch.Length - 12) Assert.Throws<InvalidDataException>(() => RecordReader.All(cut));
            else Read_or_refuse(cut);
        }
    }

    [Fact]
    public void Record_counts_and_trailing_bytes_are_checked()
    {
        var batch = Build([Text("k", "v")], CompressionType.None);
        foreach (var count in new[] { -1, 0, 2, int.MaxValue })
        {
            BatchHeader.SetRecordCount(batch, count);
            Assert.Throws<InvalidDataException>(() => RecordReader.All(batch));
        }
    }

    [Theory]
    [InlineData(0), InlineData(-1), InlineData(63), InlineData(-64), InlineData(64)]
    [InlineData(int.MaxValue), InlineData(int.MinValue), InlineData(long.MaxValue), InlineData(long.MinValue)]
    public void Varints_of_all_sizes_round_trip(long value)
    {
        Span<byte> bytes = stackalloc byte[Varint.MaxSize];
        var n = Varint.Write(bytes, value);
        Assert.Equal(n, Varint.Size(value));
        var at = 0;
        Assert.Equal(value, Varint.ReadLong(bytes, ref at));
        Assert.Equal(n, at);
    }

    [Fact]
    public void Varints_of_too_many_bits_are_refused()
    {
        byte[] endless = [.. Enumerable.Repeat((byte)0xff, 11)];
        Assert.Throws<InvalidDataException>(() => { var at = 0; Varint.ReadLong(endless, ref at); });
        var long33 = new byte[Varint.MaxSize];
        Varint.Write(long33, 1L << 40);
        Assert.Throws<InvalidDataException>(() => { var at = 0; Varint.ReadInt(long33, ref at); });
    }

    private static void Read_or_refuse(byte[] batch)
    {
        try { RecordReader.All(batch); }
        catch (InvalidDataException) { }
    }

    private static byte[] Build(Record[] records, CompressionType codec)
    {
        var builder = new BatchBuilder(BatchAttributes.Of(codec), new BatchProducer(7, 3, int.MaxValue - 5), baseOffset: 100);
        foreach (var r in records) builder.Add(r.Timestamp, r.Key, r.Value, r.Headers);
        return builder.Build();
    }

    private static byte[] RecordsOf(byte[] batch) => batch[BatchHeader.Size..];

    private static Record Text(string key, string value) => new(0, 1000, Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(value), []);

    private static ReadOnlyMemory<byte>? Memory(byte[]? bytes) => bytes is null ? null : (ReadOnlyMemory<byte>?)bytes;

    private static string Clean(string text) => new([.. text.Where(c => !char.IsSurrogate(c))]);

    private static string Describe(Record r) =>
        $"{r.Timestamp} {Golden.Hex(r.Key)} {Golden.Hex(r.Value)} "
        + string.Join(';', r.Headers.Select(h => $"{h.Name}={Golden.Hex(h.Value) ?? "null"}"));
}
