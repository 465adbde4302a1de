using System.Buffers.Binary;
using Noderr.LocalKafka.Topics;
using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Groups;

/// <summary>Groups and offsets in the record format of Apache Kafka's own __consumer_offsets, so that its tools can read them.</summary>
internal static class GroupRecords
{
    private const short OffsetKeyVersion = 1;
    private const short OffsetValueVersion = 3;
    private const short OffsetValueWithExpiry = 1;
    private const short GroupKeyVersion = 2;
    private const short GroupValueVersion = 3;

    public static byte[] OffsetKey(string group, TopicPartition at) =>
        Write(OffsetKeyVersion, new OffsetCommitKey { Group = group, Topic = at.Topic, Partition = at.Partition });

    public static KeyedRecord Offset(string group, TopicPartition at, CommittedOffset offset) => new(
        OffsetKey(group, at),
        Write(offset.ExpiresAtMs is null ? OffsetValueVersion : OffsetValueWithExpiry, new OffsetCommitValue
        {
            Offset = offset.Offset,
            LeaderEpoch = offset.LeaderEpoch,
            Metadata = offset.Metadata,
            CommitTimestamp = offset.CommittedAtMs,
            ExpireTimestamp = offset.ExpiresAtMs ?? -1,
        }));

    public static byte[] GroupKey(string group) => Write(GroupKeyVersion, new GroupMetadataKey { Group = group });

    public static KeyedRecord Group(string group, StoredGroup stored) => new(
        GroupKey(group),
        Write(GroupValueVersion, new GroupMetadataValue
        {
            ProtocolType = stored.ProtocolType,
            Generation = stored.Generation,
            Protocol = stored.ProtocolName,
            Leader = stored.Leader,
            CurrentStateTimestamp = stored.Since,
            Members = [.. stored.Members.Select(m => new GroupMetadataValue.Member
            {
                MemberId = m.Identity.MemberId,
                GroupInstanceId = m.Identity.InstanceId,
                ClientId = m.ClientId,
                ClientHost = m.ClientHost,
                RebalanceTimeout = m.RebalanceTimeoutMs,
                SessionTimeout = m.SessionTimeoutMs,
                Subscription = m.Subscription,
                Assignment = m.Assignment,
            })],
        }));

    /// <summary>An <see cref="OffsetCommitKey"/> or a <see cref="GroupMetadataKey"/>; null for kinds of records of other Kafkas.</summary>
    public static Shape? ReadKey(ReadOnlyMemory<byte> key) => Version(key) switch
    {
        0 or OffsetKeyVersion => Read(key, new OffsetCommitKey()),
        GroupKeyVersion => Read(key, new GroupMetadataKey()),
        _ => null,
    };

    public static CommittedOffset ReadOffset(ReadOnlyMemory<byte> value, long sequence)
    {
        var v = Read(value, new OffsetCommitValue());
        return new CommittedOffset(v.Offset, v.LeaderEpoch, v.Metadata, v.CommitTimestamp, sequence, v.ExpireTimestamp >= 0 ? v.ExpireTimestamp : null);
    }

    public static StoredGroup ReadGroup(ReadOnlyMemory<byte> value)
    {
        var v = Read(value, new GroupMetadataValue());
        return new StoredGroup(v.ProtocolType, v.Generation, v.Protocol, v.Leader, v.CurrentStateTimestamp)
        {
            Members = [.. v.Members.Select(m => new StoredMember(
                new MemberIdentity(m.MemberId, m.GroupInstanceId), m.ClientId, m.ClientHost,
                m.RebalanceTimeout < 0 ? m.SessionTimeout : m.RebalanceTimeout, m.SessionTimeout, m.Subscription, m.Assignment))],
        };
    }

    private static short Version(ReadOnlyMemory<byte> bytes) =>
        bytes.Length >= 2 ? BinaryPrimitives.ReadInt16BigEndian(bytes.Span) : throw new WireException("a group record without its version");

    private static byte[] Write(short version, Shape shape)
    {
        var writer = Codec.Writer(version, flexible: false);
        writer.Int16(ref version).Message(shape);
        var bytes = writer.Written.ToArray();
        writer.Release();
        return bytes;
    }

    private static T Read<T>(ReadOnlyMemory<byte> bytes, T shape) where T : Shape
    {
        // A copy, since what is read lives on in the groups.
        var version = Version(bytes);
        Codec.Reader(bytes[2..].ToArray(), version, flexible: false).Message(shape);
        return shape;
    }
}
