using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Messages;

public sealed class FetchRequest : Shape
{
    public string? ClusterId;
    public int ReplicaId = -1, MaxWaitMs, MinBytes, MaxBytes = int.MaxValue;
    public sbyte IsolationLevel;
    public int SessionId, SessionEpoch = -1;
    public List<FetchTopic> Topics = [];
    public List<ForgottenTopic> ForgottenTopicsData = [];
    public string RackId = "";

    public override void Walk(Codec c) => c
        .Int32(ref ReplicaId, 4, 14).Int32(ref MaxWaitMs).Int32(ref MinBytes).Int32(ref MaxBytes).Int8(ref IsolationLevel)
        .Int32(ref SessionId, 7).Int32(ref SessionEpoch, 7).Array(ref Topics).Array(ref ForgottenTopicsData, 7)
        .String(ref RackId, 11);

    public override int KnownTags => 1;

    public override bool HasTag(int tag, short version) => tag switch
    {
        0 => version >= 12 && ClusterId is not null,
        _ => false,
    };

    public override void WalkTag(Codec c, int tag)
    {
        switch (tag)
        {
            case 0: c.NullableString(ref ClusterId); break;
        }
    }

    public sealed class FetchTopic : Shape
    {
        public string Topic = "";
        public Guid TopicId;
        public List<FetchPartition> Partitions = [];

        public override void Walk(Codec c) => c.String(ref Topic, 4, 12).Uuid(ref TopicId, 13).Array(ref Partitions);

        public sealed class FetchPartition : Shape
        {
            public int Partition, CurrentLeaderEpoch = -1;
            public long FetchOffset;
            public int LastFetchedEpoch = -1;
            public long LogStartOffset = -1;
            public int PartitionMaxBytes;

            public override void Walk(Codec c) => c
                .Int32(ref Partition).Int32(ref CurrentLeaderEpoch, 9).Int64(ref FetchOffset).Int32(ref LastFetchedEpoch, 12)
                .Int64(ref LogStartOffset, 5).Int32(ref PartitionMaxBytes);
        }
    }

    public sealed class ForgottenTopic : Shape
    {
        public string Topic = "";
        public Guid TopicId;
        public List<int> Partitions = [];

        public override void Walk(Codec c) => c.String(ref Topic, 7, 12).Uuid(ref TopicId, 13).Int32s(ref Partitions, 7);
    }
}

/// <summary>Holds files open that its records are sent from, until it is disposed of.</summary>
public sealed class FetchResponse : Shape, IDisposable
{
    public int ThrottleTimeMs;
    public ErrorCode ErrorCode;
    public int SessionId;
    public List<FetchableTopicResponse> Responses = [];

    public override void Walk(Codec c) => c
        .Int32(ref ThrottleTimeMs).Error(ref ErrorCode, 7).Int32(ref SessionId, 7).Array(ref Responses);

    public void Dispose()
    {
        foreach (var topic in Responses)
            foreach (var partition in topic.Partitions) partition.Records.Source?.Dispose();
    }

    public sealed class FetchableTopicResponse : Shape
    {
        public string Topic = "";
        public Guid TopicId;
        public List<PartitionData> Partitions = [];

        public override void Walk(Codec c) => c.String(ref Topic, 4, 12).Uuid(ref TopicId, 13).Array(ref Partitions);

        public sealed class PartitionData : Shape
        {
            public int PartitionIndex;
            public ErrorCode ErrorCode;
            public long HighWatermark, LastStableOffset = -1, LogStartOffset = -1;
            public List<AbortedTransaction>? AbortedTransactions;
            public int PreferredReadReplica = -1;
            public RecordData Records;

            public override void Walk(Codec c) => c
                .Int32(ref PartitionIndex).Error(ref ErrorCode).Int64(ref HighWatermark).Int64(ref LastStableOffset)
                .Int64(ref LogStartOffset, 5).NullableArray(ref AbortedTransactions).Int32(ref PreferredReadReplica, 11)
                .Records(ref Records);

            public sealed class AbortedTransaction : Shape
            {
                public long ProducerId, FirstOffset;

                public override void Walk(Codec c) => c.Int64(ref ProducerId).Int64(ref FirstOffset);
            }
        }
    }
}
