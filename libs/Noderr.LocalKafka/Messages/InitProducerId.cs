using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Messages;

public sealed class InitProducerIdRequest : Shape
{
    public string? TransactionalId;
    public int TransactionTimeoutMs;
    public long ProducerId = -1;
    public short ProducerEpoch = -1;

    public override void Walk(Codec c) => c
        .NullableString(ref TransactionalId).Int32(ref TransactionTimeoutMs).Int64(ref ProducerId, 3)
        .Int16(ref ProducerEpoch, 3);
}

public sealed class InitProducerIdResponse : Shape
{
    public int ThrottleTimeMs;
    public ErrorCode ErrorCode;
    public long ProducerId = -1;
    public short ProducerEpoch;

    public override void Walk(Codec c) => c
        .Int32(ref ThrottleTimeMs).Error(ref ErrorCode).Int64(ref ProducerId).Int16(ref ProducerEpoch);
}
