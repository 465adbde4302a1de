namespace Noderr.LocalKafka.Registry;

/// <summary>A difference that keeps a reader from reading what a writer wrote, in Confluent's words.</summary>
internal sealed record Difference(string Type, string Path, string Description)
{
    public override string ToString() => $"{{errorType:'{Type}', description:'{Description}', additionalInfo:'{Path}'}}";
}

/// <summary>A schema that was understood, whatever its type.</summary>
internal abstract class ParsedSchema
{
    public abstract string Type { get; }

    /// <summary>The text that is stored and compared: without layout and comments; normalized it also forgets what has no meaning.</summary>
    public abstract string Canonical(bool normalize);

    /// <summary>The text with the schemas it refers to put in; equal texts are the same schema.</summary>
    public virtual string? Resolved => null;

    public virtual string Format(string format) => Canonical(normalize: false);

    public IReadOnlyList<Difference> WhyItCannotRead(ParsedSchema written) =>
        written.Type == Type ? Compare(written) : [new("TYPE_MISMATCH", "#/", "Incompatible because of different schema type")];

    /// <summary>Called with a schema of the same type only.</summary>
    protected abstract IReadOnlyList<Difference> Compare(ParsedSchema written);
}
