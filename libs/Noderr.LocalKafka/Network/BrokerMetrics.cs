using System.Collections.Frozen;
using System.Diagnostics;
using Noderr.LocalKafka.Wire;
using Prometheus;

namespace Noderr.LocalKafka.Network;

/// <summary>What the broker counts, under names that do not change. Each broker of a process has its own registry.</summary>
public sealed class BrokerMetrics
{
    private static readonly double[] Seconds = [.0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 5, 30];

    private readonly FrozenDictionary<ApiKey, (Counter.Child Requests, Histogram.Child Latency)> apis;
    private readonly Counter bytes;
    private readonly Counter.Child bytesIn;
    private readonly Counter.Child bytesOut;

    public BrokerMetrics()
    {
        var factory = Metrics.WithCustomRegistry(Registry);
        var requests = factory.CreateCounter("localkafka_requests_total", "Requests answered, by API", "api");
        var latency = factory.CreateHistogram("localkafka_request_seconds", "From a request's last byte to its answer's, waits included, by API",
            new HistogramConfiguration { LabelNames = ["api"], Buckets = Seconds });
        bytes = factory.CreateCounter("localkafka_network_bytes_total", "Bytes of requests and answers", "direction");
        (bytesIn, bytesOut) = (bytes.WithLabels("in"), bytes.WithLabels("out"));
        apis = Enum.GetValues<ApiKey>().ToFrozenDictionary(key => key, key => (requests.WithLabels(key.ToString()), latency.WithLabels(key.ToString())));
    }

    public CollectorRegistry Registry { get; } = Metrics.NewCustomRegistry();

    public void Served(ApiKey api, long started)
    {
        var (requests, latency) = apis[api];
        requests.Inc();
        latency.Observe(Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    public void BytesIn(long count) => bytesIn.Inc(count);

    public void BytesOut(long count) => bytesOut.Inc(count);
}
