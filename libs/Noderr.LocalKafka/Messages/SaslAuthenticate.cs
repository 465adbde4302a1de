using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Messages;

public sealed class SaslAuthenticateRequest : Shape
{
    public ReadOnlyMemory<byte> AuthBytes;

    public override void Walk(Codec c) => c.Bytes(ref AuthBytes);
}

public sealed class SaslAuthenticateResponse : Shape
{
    public ErrorCode ErrorCode;
    public string? ErrorMessage;
    public ReadOnlyMemory<byte> AuthBytes;
    public long SessionLifetimeMs;

    public override void Walk(Codec c) => c
        .Error(ref ErrorCode).Explanation(ref ErrorMessage).Bytes(ref AuthBytes).Int64(ref SessionLifetimeMs, 1);
}
