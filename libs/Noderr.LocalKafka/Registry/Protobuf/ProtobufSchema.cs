using System.Text.RegularExpressions;
using Google.Protobuf.Reflection;

namespace Noderr.LocalKafka.Registry.Protobuf;

/// <summary>A .proto file that was parsed with all it imports.</summary>
internal sealed partial class ProtobufSchema : ParsedSchema
{
    private const string FileName = "schema.proto";

    // The package's parser recurses into each brace; a text of nothing but braces must not cost the process its stack.
    private const int MaxNesting = 100;

    private readonly WrittenNames names;

    private ProtobufSchema(FileDescriptorProto file, FileDescriptorSet files, WrittenNames names)
    {
        File = file;
        Types = new(files);
        this.names = names;
    }

    public override string Type => SchemaContent.Protobuf;

    public FileDescriptorProto File { get; }

    public ProtobufTypes Types { get; }

    /// <param name="text">The .proto text, or a FileDescriptorProto in base64 as clients outside Java send it.</param>
    /// <param name="imports">The texts of the files it may import; Google's well-known ones need none.</param>
    /// <exception cref="FormatException">The text, or one it imports, is not valid.</exception>
    public static ProtobufSchema Parse(string text, IReadOnlyDictionary<string, string> imports)
    {
        var proto = TextOf(text);
        RefuseDeepNesting(proto);
        var files = new FileDescriptorSet
        {
            FileSystem = new Imports(imports.ToDictionary(i => i.Key, i => TextOf(i.Value))),
            AllowNameOnlyImport = true,
        };
        files.AddImportPath("");
        try
        {
            files.Add(FileName, includeInOutput: true, new StringReader(OneRangeEach(proto)));
            var file = files.Files.Single(f => f.Name == FileName);
            var names = new WrittenNames(file, proto);
            Refuse(files);
            files.Process();
            Refuse(files);
            return new(file, files, names);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or NullReferenceException or IndexOutOfRangeException or OverflowException)
        {
            // The package's parser throws these, and not an error of its own, at some malformed texts.
            throw new FormatException($"the .proto text cannot be parsed: {e.Message}", e);
        }
    }

    public override string Canonical(bool normalize) => ProtobufText.Write(File, names, Types, normalize);

    public override string Format(string format) => format == "serialized" ? Serialized() : Canonical(normalize: false);

    protected override IReadOnlyList<Difference> Compare(ParsedSchema written) => ProtobufRules.Compare((ProtobufSchema)written, this);

    private static string TextOf(string text)
    {
        var trimmed = text.Trim();
        var bytes = new byte[trimmed.Length];
        if (!Convert.TryFromBase64String(trimmed, bytes, out var length) || length == 0) return text;
        try
        {
            using var stream = new MemoryStream(bytes, 0, length);
            var file = (FileDescriptorProto)FileDescriptorSet.Serializer.Deserialize(stream, null, typeof(FileDescriptorProto));
            return ProtobufText.Write(file, names: null, types: null, normalize: false);
        }
        catch (Exception e) when (e is ProtoBuf.ProtoException or InvalidOperationException or EndOfStreamException or OverflowException or ArgumentException)
        {
            throw new FormatException($"the base64 text is no FileDescriptorProto: {e.Message}", e);
        }
    }

    private string Serialized()
    {
        using var stream = new MemoryStream();
        FileDescriptorSet.Serializer.Serialize(stream, File);
        return Convert.ToBase64String(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>The package's parser knows one range after "extensions", not a list of them.</summary>
    private static string OneRangeEach(string proto) => ExtensionRangeList().Replace(proto, list =>
        string.Concat(list.Groups[1].Value.Split(',').Select(range => $"extensions {range.Trim()}; ")));

    [GeneratedRegex("""\bextensions\s+(\d[\d\s]*(?:to\s+(?:\d+|max)\s*)?(?:,\s*\d[\d\s]*(?:to\s+(?:\d+|max)\s*)?)+);""")]
    private static partial Regex ExtensionRangeList();

    private static void RefuseDeepNesting(string proto)
    {
        var depth = 0;
        foreach (var c in proto)
        {
            depth += c switch { '{' => 1, '}' => -1, _ => 0 };
            if (depth > MaxNesting) throw new FormatException($"braces are nested deeper than {MaxNesting}");
        }
    }

    private static void Refuse(FileDescriptorSet files)
    {
        if (files.GetErrors().FirstOrDefault(e => e.IsError) is { } error)
            throw new FormatException($"{error.File}({error.LineNumber},{error.ColumnNumber}): {error.Message}");
    }

    private sealed class Imports(Dictionary<string, string> texts) : IFileSystem
    {
        public bool Exists(string path) => texts.ContainsKey(path);

        public TextReader OpenText(string path) => new StringReader(texts[path]);
    }
}
