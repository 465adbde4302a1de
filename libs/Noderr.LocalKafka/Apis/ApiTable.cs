using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Apis;

/// <summary>The APIs that are spoken, in the order of their numbers.</summary>
public sealed class ApiTable
{
    private readonly Api?[] byKey;

    public ApiTable(IEnumerable<Api> apis)
    {
        All = [.. apis.OrderBy(a => a.Key)];
        byKey = new Api?[(int)All[^1].Key + 1];
        foreach (var api in All) byKey[(int)api.Key] = api;
    }

    public IReadOnlyList<Api> All { get; }

    public Api? Find(ApiKey key) => (uint)key < byKey.Length ? byKey[(int)key] : null;

    /// <summary>Whether a request's header ends with tagged fields; of a version that is not known, nothing is.</summary>
    public bool IsFlexible(ApiKey key, short version) => Find(key) is { } api && version <= api.Max && api.IsFlexible(version);
}
