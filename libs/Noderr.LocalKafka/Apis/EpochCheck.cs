using Noderr.LocalKafka.Log;
using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Apis;

/// <summary>A client that knows a leader epoch must know the current one; -1 for one that does not care.</summary>
public static class EpochCheck
{
    public static ErrorCode Of(PartitionLog log, int clientEpoch) =>
        clientEpoch < 0 || clientEpoch == log.LeaderEpoch ? ErrorCode.None
        : clientEpoch < log.LeaderEpoch ? ErrorCode.FencedLeaderEpoch
        : ErrorCode.UnknownLeaderEpoch;
}
