using System.Collections.Immutable;

namespace Noderr.Domain.Events;

/// <summary>Values under names, in the order of the names; the same if all of them are.</summary>
public sealed class NamedValues<T>(ImmutableSortedDictionary<string, T> values) : IEquatable<NamedValues<T>>
{
    public ImmutableSortedDictionary<string, T> Values { get; } = values;

    public bool Equals(NamedValues<T>? other) => other is not null && Values.SequenceEqual(other.Values);

    public override bool Equals(object? obj) => Equals(obj as NamedValues<T>);

    public override int GetHashCode() => Values.Count;

    public override string ToString() => string.Join(' ', Values.Select(v => $"{v.Key}={v.Value}"));
}

public static class NamedValues
{
    public static NamedValues<T> Of<T>(params ReadOnlySpan<(string Name, T Value)> values)
    {
        var named = ImmutableSortedDictionary.CreateBuilder<string, T>(StringComparer.Ordinal);
        foreach (var (name, value) in values) named[name] = value;
        return new(named.ToImmutable());
    }
}
