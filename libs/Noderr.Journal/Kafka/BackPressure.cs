using Confluent.Kafka;

namespace Noderr.Journal.Kafka;

/// <summary>A partition whose records are not taken is not read any further.</summary>
internal static class BackPressure
{
    public static void Keep(IRecordReader reader, IEnumerable<RecordBuffer> buffers, TopicPartition? except)
    {
        foreach (var buffer in buffers)
        {
            if (buffer.At == except) continue;
            if (!buffer.IsPaused && buffer.Count > RecordBuffer.Full) reader.Pause(buffer.At);
            else if (buffer.IsPaused && buffer.Count < RecordBuffer.Full / 2) reader.Resume(buffer.At);
            else continue;
            buffer.IsPaused = !buffer.IsPaused;
        }
    }
}
