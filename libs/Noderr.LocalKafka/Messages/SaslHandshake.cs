using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Messages;

public sealed class SaslHandshakeRequest : Shape
{
    public string Mechanism = "";

    public override void Walk(Codec c) => c.String(ref Mechanism);
}

public sealed class SaslHandshakeResponse : Shape
{
    public ErrorCode ErrorCode;
    public List<string> Mechanisms = [];

    public override void Walk(Codec c) => c.Error(ref ErrorCode).Strings(ref Mechanisms);
}
