using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Groups;

/// <summary>The topics in a consumer's metadata, the one part of it that a broker ever looks at.</summary>
internal static class Subscription
{
    /// <summary>Null where the bytes aren't a consumer's: then it may be subscribed to anything.</summary>
    public static IReadOnlyList<string>? Topics(ReadOnlyMemory<byte> metadata)
    {
        try
        {
            short version = 0;
            List<string> topics = [];
            Codec.Reader(metadata.ToArray(), 0, flexible: false).Int16(ref version).Strings(ref topics);
            return topics;
        }
        catch (WireException)
        {
            return null;
        }
    }
}
