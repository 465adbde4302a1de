using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Messages;

public sealed class AddOffsetsToTxnRequest : Shape
{
    public string TransactionalId = "";
    public long ProducerId;
    public short ProducerEpoch;
    public string GroupId = "";

    public override void Walk(Codec c) => c
        .String(ref TransactionalId).Int64(ref ProducerId).Int16(ref ProducerEpoch).String(ref GroupId);
}

public sealed class AddOffsetsToTxnResponse : Shape
{
    public int ThrottleTimeMs;
    public ErrorCode ErrorCode;

    public override void Walk(Codec c) => c.Int32(ref ThrottleTimeMs).Error(ref ErrorCode);
}
