namespace Noderr.LocalKafka.Registry.Avro;

/// <summary>
/// Avro's schema resolution: whether a reader's schema can take what a writer's schema wrote. Names are compared without
/// their namespace, as Avro's own checker does.
/// </summary>
internal sealed class AvroResolution
{
    // A chain of records, each a field of the next, nests without nesting its text; two unions of n records make n² pairs.
    private const int MaxDepth = 500, MaxPairs = 200_000;

    private static readonly List<Difference> None = [];

    // A recursive record is met again inside itself; the pair that is being judged counts as readable.
    private readonly Dictionary<(AvroType Reader, AvroType Writer), List<Difference>> judged = [];
    private int depth;

    public static IReadOnlyList<Difference> Compare(AvroType reader, AvroType writer) => new AvroResolution().Judge(reader, writer, "");

    private List<Difference> Judge(AvroType reader, AvroType writer, string path)
    {
        if (judged.TryGetValue((reader, writer), out var known)) return known;
        if (++depth > MaxDepth || judged.Count > MaxPairs) throw Refusal.InvalidSchema("Invalid schema: too complex to be compared");
        judged[(reader, writer)] = None;
        var differences = new List<Difference>();
        if (writer.Kind == AvroKind.Union) CompareWriterUnion(reader, writer, path, differences);
        else if (reader.Kind == AvroKind.Union) CompareReaderUnion(reader, writer, path, differences);
        else if (reader.Kind != writer.Kind) ComparePromotion(reader, writer, path, differences);
        else CompareSameKind(reader, writer, path, differences);
        depth--;
        return judged[(reader, writer)] = differences;
    }

    private void CompareWriterUnion(AvroType reader, AvroType writer, string path, List<Difference> differences)
    {
        for (var i = 0; i < writer.Branches.Count; i++)
        {
            var branch = writer.Branches[i];
            if (Judge(reader, branch, path).Count == 0) continue;
            differences.Add(new("MISSING_UNION_BRANCH", $"{path}/{i}", $"reader cannot take the writer union branch: {Label(branch)}"));
        }
    }

    private void CompareReaderUnion(AvroType reader, AvroType writer, string path, List<Difference> differences)
    {
        if (reader.Branches.Any(branch => Judge(branch, writer, path).Count == 0)) return;
        differences.Add(new("MISSING_UNION_BRANCH", At(path), $"reader union lacks the writer type: {Label(writer)}"));
    }

    private static void ComparePromotion(AvroType reader, AvroType writer, string path, List<Difference> differences)
    {
        var promoted = (reader.Kind, writer.Kind) is
            (AvroKind.Long, AvroKind.Int) or
            (AvroKind.Float, AvroKind.Int or AvroKind.Long) or
            (AvroKind.Double, AvroKind.Int or AvroKind.Long or AvroKind.Float) or
            (AvroKind.Bytes, AvroKind.String) or (AvroKind.String, AvroKind.Bytes);
        if (!promoted) differences.Add(new("TYPE_MISMATCH", At(path), $"reader type: {Label(reader)} not compatible with writer type: {Label(writer)}"));
    }

    private void CompareSameKind(AvroType reader, AvroType writer, string path, List<Difference> differences)
    {
        if (reader.IsNamed && reader.Name.Name != writer.Name.Name && !reader.Aliases.Contains(writer.Name))
        {
            differences.Add(new("NAME_MISMATCH", $"{path}/name", $"expected: {writer.Name}"));
            return;
        }

        switch (reader.Kind)
        {
            case AvroKind.Array:
                differences.AddRange(Judge(reader.Element!, writer.Element!, $"{path}/items"));
                break;
            case AvroKind.Map:
                differences.AddRange(Judge(reader.Element!, writer.Element!, $"{path}/values"));
                break;
            case AvroKind.Fixed when reader.Size != writer.Size:
                differences.Add(new("FIXED_SIZE_MISMATCH", $"{path}/size", $"expected: {writer.Size}, found: {reader.Size}"));
                break;
            case AvroKind.Enum when reader.SymbolDefault is null && writer.Symbols.Except(reader.Symbols).Any():
                differences.Add(new("MISSING_ENUM_SYMBOLS", $"{path}/symbols", string.Join(", ", writer.Symbols.Except(reader.Symbols))));
                break;
            case AvroKind.Record:
                CompareFields(reader, writer, path, differences);
                break;
        }
    }

    private void CompareFields(AvroType reader, AvroType writer, string path, List<Difference> differences)
    {
        for (var i = 0; i < reader.Fields.Count; i++)
        {
            var field = reader.Fields[i];
            var written = writer.Fields.FirstOrDefault(f => f.Name == field.Name) ?? writer.Fields.FirstOrDefault(f => field.Aliases.Contains(f.Name));
            if (written is not null) differences.AddRange(Judge(field.Type, written.Type, $"{path}/fields/{i}/type"));
            else if (field.Default is null) differences.Add(new("READER_FIELD_MISSING_DEFAULT_VALUE", $"{path}/fields/{i}", field.Name));
        }
    }

    private static string At(string path) => path.Length == 0 ? "/" : path;

    private static string Label(AvroType type) => type.IsNamed ? type.Name.ToString() : type.Kind.ToString().ToUpperInvariant();
}
