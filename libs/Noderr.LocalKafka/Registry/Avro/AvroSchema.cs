namespace Noderr.LocalKafka.Registry.Avro;

internal sealed class AvroSchema(AvroType root, IReadOnlyList<AvroName> imported) : ParsedSchema
{
    public override string Type => SchemaContent.Avro;

    public AvroType Root => root;

    /// <exception cref="FormatException">The text, or one it refers to, is no Avro schema.</exception>
    public static AvroSchema Parse(string text, IEnumerable<string> references, bool validateDefaults)
    {
        var parser = new AvroParser();
        foreach (var reference in references) parser.Parse(reference, validateDefaults: false);
        var imported = parser.Names.ToList();
        return new(parser.Parse(text, validateDefaults), imported);
    }

    public override string Canonical(bool normalize) => AvroWriter.Write(root, imported, sortProperties: normalize);

    public override string? Resolved => AvroWriter.Write(root, [], sortProperties: false);

    public override string Format(string format) => format == "resolved" ? Resolved! : Canonical(normalize: false);

    protected override IReadOnlyList<Difference> Compare(ParsedSchema written) => AvroResolution.Compare(root, ((AvroSchema)written).Root);
}
