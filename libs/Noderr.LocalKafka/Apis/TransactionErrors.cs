using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Apis;

/// <summary>Clients of before PRODUCER_FENCED know an old epoch by another name.</summary>
public static class TransactionErrors
{
    public static ErrorCode For(ErrorCode error, short version, short fencedSince) =>
        error == ErrorCode.ProducerFenced && version < fencedSince ? ErrorCode.InvalidProducerEpoch : error;
}
