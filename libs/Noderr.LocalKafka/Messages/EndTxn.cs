using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Messages;

public sealed class EndTxnRequest : Shape
{
    public string TransactionalId = "";
    public long ProducerId;
    public short ProducerEpoch;
    public bool Committed;

    public override void Walk(Codec c) => c
        .String(ref TransactionalId).Int64(ref ProducerId).Int16(ref ProducerEpoch).Bool(ref Committed);
}

public sealed class EndTxnResponse : Shape
{
    public int ThrottleTimeMs;
    public ErrorCode ErrorCode;

    public override void Walk(Codec c) => c.Int32(ref ThrottleTimeMs).Error(ref ErrorCode);
}
