using System.Collections.Immutable;

namespace Noderr.Domain.Events;

/// <summary>Settings that were changed while all is running, in the order of their names. The version counts up; a rollback is a new one.</summary>
public sealed record Configuration(long Version, ImmutableSortedDictionary<string, string> Values)
{
    public static readonly Configuration None = new(0, ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));

    public bool Equals(Configuration? other) => other is not null && Version == other.Version && Values.SequenceEqual(other.Values);

    public override int GetHashCode() => HashCode.Combine(Version, Values.Count);
}
