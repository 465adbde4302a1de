using Noderr.LocalKafka.Messages;
using Noderr.LocalKafka.Network;
using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Apis;

public sealed class SaslHandshake() : Api<SaslHandshakeRequest, SaslHandshakeResponse>(ApiKey.SaslHandshake, 0, 1, Never)
{
    public override bool BeforeAuthentication => true;

    protected override ValueTask<SaslHandshakeResponse> Answer(SaslHandshakeRequest request, RequestContext context)
    {
        var answer = new SaslHandshakeResponse { Mechanisms = [SaslSession.Mechanism] };
        if (context.Sasl is null) answer.ErrorCode = ErrorCode.IllegalSaslState;
        else if (!context.Sasl.Handshake(request.Mechanism, context.Version)) (answer.ErrorCode, context.CloseAfter) = (ErrorCode.UnsupportedSaslMechanism, true);
        return new(answer);
    }
}
