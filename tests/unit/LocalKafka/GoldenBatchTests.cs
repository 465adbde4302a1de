using System.Text.Json;
using Noderr.LocalKafka.Records;
using Record = Noderr.LocalKafka.Records.Record;

namespace Noderr.Tests.Unit.LocalKafka;

public class GoldenBatchTests(ITestOutputHelper output)
{
    [Fact]
    public void Batches_of_every_client_read_as_recorded_and_build_again()
    {
        var (all, bytewise, damaged) = (0, 0, 0);
        foreach (var vector in Golden.Lines("batches.jsonl"))
        {
            var batch = vector.Hex("batch_hex");
            var name = $"{++all}: {vector.Text("client")}, {vector.Text("from")}, {vector.Text("codec")}";
            if (vector.Text("note").StartsWith("crc is wrong", StringComparison.Ordinal))
            {
                Assert.False(BatchHeader.HasValidCrc(batch), name);
                damaged++;
                continue;
            }
            Check_header(name, vector, batch);
            var records = RecordReader.All(batch);
            Check_records(name, vector, batch, records);

            var again = Rebuild(batch, records);
            if (BatchHeader.Attributes(batch).Compression == CompressionType.None)
            {
                Assert.True(batch.AsSpan().SequenceEqual(again), $"{name}\n{Convert.ToHexString(batch)}\n{Convert.ToHexString(again)}");
                bytewise++;
            }
            Check_records(name, vector, again, RecordReader.All(again));
            Assert.True(BatchHeader.HasValidCrc(again), name);
        }
        output.WriteLine($"{all} batches, {bytewise} of them byte for byte, {damaged} refused");
        Assert.True(all > 50);
    }

    [Fact]
    public void Markers_of_Kafka_read_and_build_the_same()
    {
        var markers = 0;
        foreach (var vector in Golden.Lines("batches.jsonl"))
        {
            var batch = vector.Hex("batch_hex");
            if (!vector.Text("note").Contains("marker")) continue;
            markers++;
            var marker = ControlMarker.Read(batch)!.Value;
            Assert.Equal(vector.Text("note").Contains("commit"), marker.Commit);
            var again = marker.ToBatch(BatchHeader.BaseTimestamp(batch), BatchHeader.BaseOffset(batch));
            BatchHeader.SetLeaderEpoch(again, BatchHeader.LeaderEpoch(batch));
            Assert.Equal(batch, again);
        }
        Assert.True(markers > 2);
    }

    private static void Check_header(string name, JsonElement v, byte[] b)
    {
        Assert.True(BatchHeader.TotalLength(b) == b.Length, name);
        Assert.True(BatchHeader.HasValidCrc(b), name);
        Assert.Equal(v.GetProperty("crc32c").GetUInt32(), BatchHeader.Crc(b));
        Assert.Equal(v.GetProperty("magic").GetByte(), BatchHeader.Magic(b));
        Assert.Equal(v.GetProperty("attributes").GetInt16(), BatchHeader.Attributes(b).Bits);
        Assert.Equal(v.Text("codec"), BatchHeader.Attributes(b).Compression.ToString().ToLowerInvariant());
        Assert.Equal(v.GetProperty("base_offset").GetInt64(), BatchHeader.BaseOffset(b));
        Assert.Equal(v.GetProperty("partition_leader_epoch").GetInt32(), BatchHeader.LeaderEpoch(b));
        Assert.Equal(v.GetProperty("last_offset_delta").GetInt32(), BatchHeader.LastOffsetDelta(b));
        Assert.Equal(v.GetProperty("base_timestamp").GetInt64(), BatchHeader.BaseTimestamp(b));
        Assert.Equal(v.GetProperty("max_timestamp").GetInt64(), BatchHeader.MaxTimestamp(b));
        Assert.Equal(v.GetProperty("producer_id").GetInt64(), BatchHeader.ProducerId(b));
        Assert.Equal(v.GetProperty("producer_epoch").GetInt16(), BatchHeader.ProducerEpoch(b));
        Assert.Equal(v.GetProperty("base_sequence").GetInt32(), BatchHeader.BaseSequence(b));
        Assert.Equal(v.GetProperty("record_count").GetInt32(), BatchHeader.RecordCount(b));
    }

    private static void Check_records(string name, JsonElement v, byte[] batch, List<Record> records)
    {
        var expected = v.GetProperty("records").EnumerateArray().ToList();
        Assert.True(expected.Count == records.Count, $"{name}: {expected.Count} records are listed, {records.Count} read");
        foreach (var (want, record) in expected.Zip(records))
        {
            Assert.Equal(want.NullableHex("key_hex"), Golden.Hex(record.Key));
            Assert.Equal(want.NullableHex("value_hex"), Golden.Hex(record.Value));
            Assert.Equal(want.GetProperty("offset_delta").GetInt64(), record.Offset - BatchHeader.BaseOffset(batch));
            Assert.Equal(want.GetProperty("timestamp_delta").GetInt64(), record.OwnTimestamp - BatchHeader.BaseTimestamp(batch));
            var headers = want.TryGetProperty("headers", out var list)
                ? list.EnumerateArray().Select(h => (h[0].GetString(), h[1].GetString()))
                : [];
            Assert.Equal(headers, record.Headers.Select(h => ((string?)h.Name, Golden.Hex(h.Value))));
        }
    }

    private static byte[] Rebuild(byte[] batch, List<Record> records)
    {
        var producer = new BatchProducer(BatchHeader.ProducerId(batch), BatchHeader.ProducerEpoch(batch), BatchHeader.BaseSequence(batch));
        var builder = new BatchBuilder(BatchHeader.Attributes(batch), producer, BatchHeader.BaseOffset(batch));
        foreach (var record in records) builder.Add(record with { Timestamp = record.OwnTimestamp });
        var again = builder.Build();
        if (BatchHeader.Attributes(batch).IsLogAppendTime) BatchRewrite.StampLogAppendTime(again, BatchHeader.MaxTimestamp(batch));
        BatchHeader.SetLeaderEpoch(again, BatchHeader.LeaderEpoch(batch));
        return again;
    }
}
