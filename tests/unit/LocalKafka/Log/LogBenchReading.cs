using Noderr.LocalKafka.Records;

namespace Noderr.Tests.Unit.LocalKafka.Log;

internal static class LogBenchReading
{
    /// <summary>The values of all records from the log's start, in order.</summary>
    public static List<string> Values(this LogBench bench) =>
        [.. bench.Log.ReadBatches(bench.Log.LogStart).Where(b => !BatchHeader.Attributes(b).IsControl)
            .SelectMany(b => RecordReader.All(b)).Where(r => r.Offset >= bench.Log.LogStart).Select(r => LogBench.Text(r.Value))];
}
