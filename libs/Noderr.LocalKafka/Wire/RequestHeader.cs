namespace Noderr.LocalKafka.Wire;

/// <summary>
/// What stands before every request. Its last part depends on the API it names, so it leaves the codec set for that API's version:
/// <c>codec.Message(header)</c>, then <c>codec.Message(request)</c>.
/// </summary>
public sealed class RequestHeader(Func<ApiKey, short, bool> isFlexible) : Shape
{
    public ApiKey ApiKey;
    public short Version;
    public int CorrelationId;
    public string? ClientId;

    public override void Walk(Codec c)
    {
        var key = (short)ApiKey;
        c.Int16(ref key).Int16(ref Version).Int32(ref CorrelationId).NullableString(ref ClientId);
        ApiKey = (ApiKey)key;
        c.Continue(Version, isFlexible(ApiKey, Version));
    }
}
