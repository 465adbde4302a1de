namespace Noderr.LocalKafka.Registry;

/// <summary>
/// A subject's name with its context. Written <c>orders-value</c> in the default context and
/// <c>:.staging:orders-value</c> in another one; <c>:.staging:</c> alone names the context itself.
/// </summary>
internal readonly record struct Subject(string Context, string Name) : IComparable<Subject>
{
    public const string DefaultContext = ".";
    public const string AllContexts = ":*:";

    public static Subject Parse(string text)
    {
        if (!text.StartsWith(":.", StringComparison.Ordinal)) return new(DefaultContext, text);
        var end = text.IndexOf(':', 1);
        return end < 0 ? new(text[1..], "") : new(text[1..end], text[(end + 1)..]);
    }

    /// <summary>A name without a context is meant to be in the context of the schema that mentions it.</summary>
    public static Subject ParseWithin(string context, string text) =>
        Parse(text) is { Context: DefaultContext } bare && !text.StartsWith(":.", StringComparison.Ordinal) ? bare with { Context = context } : Parse(text);

    /// <summary>Of a subject that gets a schema; a context alone cannot.</summary>
    public static Subject ParseForWriting(string text) =>
        Parse(text) is { Name.Length: > 0 } && ParseForConfig(text) is var subject ? subject : throw Refusal.InvalidSubject(text);

    /// <summary>Of a subject, or a whole context, that gets a setting.</summary>
    public static Subject ParseForConfig(string text) =>
        Parse(text) is { Name: not ("__GLOBAL" or "__EMPTY") } subject && !text.Any(char.IsControl) ? subject : throw Refusal.InvalidSubject(text);

    public Subject WholeContext => this with { Name = "" };

    public bool Covers(Subject other) => Context == other.Context && (Name.Length == 0 || Name == other.Name);

    public override string ToString() => Context == DefaultContext ? Name : $":{Context}:{Name}";

    public int CompareTo(Subject other) => string.CompareOrdinal(ToString(), other.ToString());
}
