using Noderr.LocalKafka.Wire;

namespace Noderr.Cli.Kafka.Client;

/// <summary>An API as this client asks for it: the versions it understands, and from which on they are flexible.</summary>
internal readonly record struct SpokenApi(ApiKey Key, short Min, short Max, short FlexibleSince)
{
    private const short Never = short.MaxValue;

    // Every broker answers version 0, also one that knows no other version of the request.
    public static readonly SpokenApi ApiVersions = new(ApiKey.ApiVersions, 0, 0, Never);
    public static readonly SpokenApi SaslHandshake = new(ApiKey.SaslHandshake, 1, 1, Never);
    public static readonly SpokenApi SaslAuthenticate = new(ApiKey.SaslAuthenticate, 0, 1, Never);
    // Before version 4 to ask for a topic could make it.
    public static readonly SpokenApi Metadata = new(ApiKey.Metadata, 4, 12, 9);
    // By the names of topics; later versions want their ids.
    public static readonly SpokenApi Fetch = new(ApiKey.Fetch, 4, 12, 12);
    public static readonly SpokenApi ListOffsets = new(ApiKey.ListOffsets, 1, 7, 6);
    public static readonly SpokenApi DescribeConfigs = new(ApiKey.DescribeConfigs, 1, 4, 4);
    public static readonly SpokenApi DescribeLogDirs = new(ApiKey.DescribeLogDirs, 1, 4, 2);
    public static readonly SpokenApi FindCoordinator = new(ApiKey.FindCoordinator, 0, 3, 3);
    public static readonly SpokenApi ListGroups = new(ApiKey.ListGroups, 0, 5, 3);
    public static readonly SpokenApi DescribeGroups = new(ApiKey.DescribeGroups, 0, 5, 5);
    // One group in a request; from version 2 on without naming its partitions.
    public static readonly SpokenApi OffsetFetch = new(ApiKey.OffsetFetch, 2, 7, 6);

    public bool IsFlexible(short version) => version >= FlexibleSince;

    public short Common(short theirMin, short theirMax)
    {
        var version = Math.Min(Max, theirMax);
        return version >= Math.Max(Min, theirMin) ? version : (short)-1;
    }
}
