using Noderr.LocalKafka.Records;

namespace Noderr.LocalKafka.Log;

/// <summary>
/// The producers as of an offset, in a file of that name with a checksum. It is written only after everything below the offset has been
/// flushed, so the newest whole snapshot is also the point from which recovery must read.
/// </summary>
public static class ProducerSnapshot
{
    private const int Mark = 0x4e_50_53_31; // "NPS1"

    /// <summary>To be taken under the log's lock; written outside it.</summary>
    public static byte[] Encode(ProducerTable table)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(Mark);
        writer.Write(table.Producers.Count);
        foreach (var p in table.Producers)
        {
            writer.Write(p.Id);
            writer.Write(p.Epoch);
            writer.Write(p.CoordinatorEpoch);
            writer.Write(p.LastTimestamp);
            writer.Write(p.SeenMs);
            writer.Write(p.TransactionStart ?? -1);
            writer.Write(p.Batches.Count);
            foreach (var b in p.Batches)
            {
                writer.Write(b.FirstSequence);
                writer.Write(b.LastSequence);
                writer.Write(b.FirstOffset);
                writer.Write(b.LastOffset);
                writer.Write(b.Timestamp);
            }
        }
        writer.Write(table.Aborted.Count);
        foreach (var a in table.Aborted)
        {
            writer.Write(a.ProducerId);
            writer.Write(a.FirstOffset);
            writer.Write(a.LastOffset);
        }
        writer.Flush();
        writer.Write(BatchHeader.Crc32C(stream.ToArray()));
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Null when the file is torn.</summary>
    public static ProducerTable? Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var body = bytes.Length - 4;
        if (body < 12 || BitConverter.ToInt32(bytes) != Mark || BitConverter.ToUInt32(bytes, body) != BatchHeader.Crc32C(bytes.AsSpan(0, body)))
            return null;
        using var reader = new BinaryReader(new MemoryStream(bytes, 4, body - 4));
        var table = new ProducerTable();
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var p = new ProducerState(reader.ReadInt64())
            {
                Epoch = reader.ReadInt16(),
                CoordinatorEpoch = reader.ReadInt32(),
                LastTimestamp = reader.ReadInt64(),
                SeenMs = reader.ReadInt64(),
            };
            var start = reader.ReadInt64();
            p.TransactionStart = start < 0 ? null : start;
            for (var batches = reader.ReadInt32(); batches > 0; batches--)
            {
                p.Batches.Add(new WrittenBatch(reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64()));
            }
            table.Restore(p);
        }
        for (var left = reader.ReadInt32(); left > 0; left--)
            table.Restore(new AbortedTransaction(reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64()));
        return table;
    }
}
