using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Apis;

/// <summary>
/// One Kafka API: its versions, its shapes and what it does. The part of <see cref="Handle"/> before its first wait runs in the order in
/// which a connection sent its requests; only waiting (for a flush, for records, for the members of a group) goes on beside later requests.
/// </summary>
public abstract class Api(ApiKey key, short min, short max, short flexibleSince)
{
    public ApiKey Key { get; } = key;
    public short Min { get; } = min;
    public short Max { get; } = max;
    public short FlexibleSince { get; } = flexibleSince;

    /// <summary>The oldest version that is served; older ones are named only for clients that look for them (see Produce).</summary>
    public virtual short ServedSince => Min;

    /// <summary>What a client may ask before it has authenticated.</summary>
    public virtual bool BeforeAuthentication => false;

    public bool IsFlexible(short version) => version >= FlexibleSince;

    /// <summary>An answer's header has tagged fields in flexible versions; a client that asks for versions can't know that yet.</summary>
    public bool HasFlexibleResponseHeader(short version) => IsFlexible(version) && Key != ApiKey.ApiVersions;

    public abstract Shape NewRequest();

    public abstract Shape NewResponse();

    /// <summary>Null where the protocol has no answer: a produce request that asked for none.</summary>
    public abstract ValueTask<Shape?> Handle(Shape request, RequestContext context);
}

public abstract class Api<TRequest, TResponse>(ApiKey key, short min, short max, short flexibleSince) : Api(key, min, max, flexibleSince)
    where TRequest : Shape, new()
    where TResponse : Shape, new()
{
    public const short Never = short.MaxValue;

    public override Shape NewRequest() => new TRequest();

    public override Shape NewResponse() => new TResponse();

    public override ValueTask<Shape?> Handle(Shape request, RequestContext context)
    {
        var answer = Answer((TRequest)request, context);
        return answer.IsCompletedSuccessfully ? new(answer.Result) : Later(answer);

        static async ValueTask<Shape?> Later(ValueTask<TResponse> answer) => await answer;
    }

    protected abstract ValueTask<TResponse> Answer(TRequest request, RequestContext context);
}
