using System.Reflection;
using Noderr.LocalKafka.Messages;
using Noderr.LocalKafka.Wire;

namespace Noderr.Tests.Unit.LocalKafka;

/// <summary>Every frame that Apache Kafka and its clients exchanged is decoded and encoded to the same bytes.</summary>
public class GoldenFrameTests(ITestOutputHelper output)
{
    private const short Never = short.MaxValue;

    private static readonly Dictionary<ApiKey, (short Min, short Max, short Flexible)> Apis = new()
    {
        [ApiKey.Produce] = (3, 11, 9),
        [ApiKey.Fetch] = (4, 16, 12),
        [ApiKey.ListOffsets] = (1, 7, 6),
        [ApiKey.Metadata] = (0, 12, 9),
        [ApiKey.OffsetCommit] = (2, 9, 8),
        [ApiKey.OffsetFetch] = (1, 9, 6),
        [ApiKey.FindCoordinator] = (0, 4, 3),
        [ApiKey.JoinGroup] = (0, 9, 6),
        [ApiKey.Heartbeat] = (0, 4, 4),
        [ApiKey.LeaveGroup] = (0, 5, 4),
        [ApiKey.SyncGroup] = (0, 5, 4),
        [ApiKey.DescribeGroups] = (0, 5, 5),
        [ApiKey.ListGroups] = (0, 5, 3),
        [ApiKey.SaslHandshake] = (0, 1, Never),
        [ApiKey.ApiVersions] = (0, 4, 3),
        [ApiKey.CreateTopics] = (0, 7, 5),
        [ApiKey.DeleteTopics] = (0, 6, 4),
        [ApiKey.DeleteRecords] = (0, 2, 2),
        [ApiKey.InitProducerId] = (0, 4, 2),
        [ApiKey.OffsetForLeaderEpoch] = (2, 4, 4),
        [ApiKey.AddPartitionsToTxn] = (0, 3, 3),
        [ApiKey.AddOffsetsToTxn] = (0, 3, 3),
        [ApiKey.EndTxn] = (0, 3, 3),
        [ApiKey.TxnOffsetCommit] = (0, 3, 3),
        [ApiKey.DescribeConfigs] = (1, 4, 4),
        [ApiKey.AlterConfigs] = (0, 2, 2),
        [ApiKey.DescribeLogDirs] = (1, 4, 2),
        [ApiKey.SaslAuthenticate] = (0, 2, 2),
        [ApiKey.CreatePartitions] = (0, 3, 2),
        [ApiKey.DeleteGroups] = (0, 2, 2),
        [ApiKey.ElectLeaders] = (0, 2, 2),
        [ApiKey.IncrementalAlterConfigs] = (0, 1, 1),
        [ApiKey.OffsetDelete] = (0, 0, Never),
        [ApiKey.DescribeCluster] = (0, 1, 0),
        [ApiKey.DescribeProducers] = (0, 0, 0),
        [ApiKey.DescribeTransactions] = (0, 0, 0),
        [ApiKey.ListTransactions] = (0, 1, 0),
    };

    [Fact]
    public void Requests_and_answers_of_every_client_decode_and_encode_to_the_same_bytes()
    {
        var failures = new List<string>();
        var leftOut = new SortedSet<string>();
        var pairs = 0;
        foreach (var vector in Golden.Lines("vectors.jsonl"))
        {
            var (key, version) = ((ApiKey)vector.GetProperty("key").GetInt16(), vector.GetProperty("version").GetInt16());
            if (!Apis.TryGetValue(key, out var api) || version < api.Min || version > api.Max)
            {
                leftOut.Add($"{vector.Text("api")} v{version}");
                continue;
            }
            pairs++;
            var name = $"{key} v{version} of {vector.Text("client")} ({vector.Text("note")})";
            Compare(name + " request", vector.Hex("request_hex")[4..], bytes => Request(key, version, bytes), failures);
            Compare(name + " response", vector.Hex("response_hex")[4..], bytes => Response(key, version, bytes), failures);
        }
        output.WriteLine($"{pairs} pairs; left out: {string.Join(", ", leftOut)}");
        Assert.True(failures.Count == 0, $"{failures.Count} of {pairs * 2}\n{string.Join('\n', failures)}");
        Assert.True(pairs > 300);
    }

    private static void Compare(string name, byte[] bytes, Func<byte[], byte[]> roundTrip, List<string> failures)
    {
        try
        {
            var again = roundTrip((byte[])bytes.Clone());
            if (bytes.AsSpan().SequenceEqual(again)) return;
            var same = bytes.AsSpan().CommonPrefixLength(again);
            failures.Add($"{name}: differs from byte {same} on\n  {Convert.ToHexStringLower(bytes)}\n  {Convert.ToHexStringLower(again)}");
        }
        catch (Exception e) when (e is WireException or OverflowException)
        {
            failures.Add($"{name}: {e.Message}");
        }
    }

    private static bool IsFlexible(ApiKey key, short version) => version >= Apis[key].Flexible;

    private static byte[] Request(ApiKey key, short version, byte[] bytes)
    {
        var (header, body) = (new RequestHeader(IsFlexible), Shape(key, "Request"));
        var reader = Codec.Reader(bytes, 0, false).Message(header).Message(body);
        Assert.Equal((key, version), (header.ApiKey, header.Version));
        // librdkafka 2.0.2 puts a byte after this request, which Kafka doesn't mind; nor may a broker.
        var rest = key == ApiKey.ListGroups && version == 4 ? reader.Remaining : 0;
        if (reader.Remaining != rest) throw new WireException($"{reader.Remaining} bytes are left");
        return [.. Codec.Writer(0, false).Message(header).Message(body).Written.Span, .. bytes[^rest..]];
    }

    private static byte[] Response(ApiKey key, short version, byte[] bytes)
    {
        var flexible = IsFlexible(key, version);
        var body = Shape(key, "Response");
        var reader = Codec.Reader(bytes, version, flexible && key != ApiKey.ApiVersions);
        var correlation = 0;
        reader.Int32(ref correlation).Tags();
        reader.Continue(version, flexible);
        reader.Message(body);
        if (reader.Remaining != 0) throw new WireException($"{reader.Remaining} bytes are left");

        var writer = Codec.Writer(version, flexible && key != ApiKey.ApiVersions);
        writer.Int32(ref correlation).Tags();
        writer.Continue(version, flexible);
        return writer.Message(body).Written.ToArray();
    }

    private static Shape Shape(ApiKey key, string kind) =>
        (Shape)Activator.CreateInstance(typeof(JoinGroupRequest).Assembly.GetType($"Noderr.LocalKafka.Messages.{key}{kind}", true)!)!;
}
