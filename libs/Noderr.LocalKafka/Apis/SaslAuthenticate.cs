using Noderr.LocalKafka.Messages;
using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Apis;

public sealed class SaslAuthenticate() : Api<SaslAuthenticateRequest, SaslAuthenticateResponse>(ApiKey.SaslAuthenticate, 0, 2, 2)
{
    public override bool BeforeAuthentication => true;

    protected override ValueTask<SaslAuthenticateResponse> Answer(SaslAuthenticateRequest request, RequestContext context)
    {
        var answer = new SaslAuthenticateResponse();
        if (context.Sasl is not { ExpectsToken: true }) (answer.ErrorCode, answer.ErrorMessage) = (ErrorCode.IllegalSaslState, "SaslAuthenticate comes once, after SaslHandshake");
        else if (!context.Sasl.Authenticate(request.AuthBytes.Span)) (answer.ErrorCode, answer.ErrorMessage) = (ErrorCode.SaslAuthenticationFailed, "Authentication failed: Invalid username or password");
        context.CloseAfter = answer.ErrorCode != ErrorCode.None;
        return new(answer);
    }
}
