using System.Diagnostics;
using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Network;

/// <summary>
/// What the broker counts on its way: plain numbers in arrays, written out in Prometheus' text format when somebody asks. (The usual
/// package costs a quarter of the broker's start.)
/// </summary>
public sealed class BrokerMetrics
{
    private static readonly double[] Seconds = [.0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 5, 30];

    private readonly Api[] apis = new Api[(int)ApiKey.ListTransactions + 1];
    private long bytesIn;
    private long bytesOut;

    public void Served(ApiKey api, long started, long received)
    {
        var elapsed = Stopwatch.GetElapsedTime(started);
        ref var counts = ref apis[(int)api];
        Interlocked.Increment(ref counts.Requests);
        Interlocked.Add(ref counts.Bytes, received);
        Interlocked.Add(ref counts.Ticks, elapsed.Ticks);
        var bucket = 0;
        while (bucket < Seconds.Length && elapsed.TotalSeconds > Seconds[bucket]) bucket++;
        Interlocked.Increment(ref counts.Buckets[bucket]);
    }

    public void BytesIn(long count) => Interlocked.Add(ref bytesIn, count);

    public void BytesOut(long count) => Interlocked.Add(ref bytesOut, count);

    public void Write(Exposition output)
    {
        var seen = Enum.GetValues<ApiKey>().Where(key => apis[(int)key].Requests > 0).ToList();
        output.Family("localkafka_requests_total", "counter", "Requests answered, by API");
        foreach (var key in seen) output.Sample("localkafka_requests_total", apis[(int)key].Requests, ("api", key.ToString()));
        output.Family("localkafka_request_bytes_total", "counter", "Bytes of requests, by API");
        foreach (var key in seen) output.Sample("localkafka_request_bytes_total", apis[(int)key].Bytes, ("api", key.ToString()));
        output.Family("localkafka_request_seconds", "histogram", "From a request's last byte to its answer's, waits included, by API");
        foreach (var key in seen) WriteLatency(output, key.ToString(), apis[(int)key]);
        output.Family("localkafka_network_bytes_total", "counter", "Bytes of requests and answers");
        output.Sample("localkafka_network_bytes_total", Interlocked.Read(ref bytesIn), ("direction", "in"));
        output.Sample("localkafka_network_bytes_total", Interlocked.Read(ref bytesOut), ("direction", "out"));
    }

    private static void WriteLatency(Exposition output, string api, Api counts)
    {
        var sum = 0L;
        for (var i = 0; i <= Seconds.Length; i++)
        {
            sum += counts.Buckets[i];
            output.Sample("localkafka_request_seconds_bucket", sum, ("api", api), ("le", i < Seconds.Length ? Seconds[i].ToString() : "+Inf"));
        }
        output.Sample("localkafka_request_seconds_sum", TimeSpan.FromTicks(counts.Ticks).TotalSeconds, ("api", api));
        output.Sample("localkafka_request_seconds_count", sum, ("api", api));
    }

    private struct Api
    {
        public long Requests, Bytes, Ticks;
        public BucketCounts Buckets;
    }

    [System.Runtime.CompilerServices.InlineArray(16)]
    private struct BucketCounts
    {
        private long first;
    }
}
