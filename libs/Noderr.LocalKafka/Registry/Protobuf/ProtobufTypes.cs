using Google.Protobuf.Reflection;
using FieldType = Google.Protobuf.Reflection.FieldDescriptorProto.Type;

namespace Noderr.LocalKafka.Registry.Protobuf;

/// <param name="LocalName">The name without the package: the part that must stay when a type moves to another file.</param>
internal sealed record ProtobufMessage(DescriptorProto Descriptor, string LocalName, bool IsProto3);

/// <summary>All messages that a file can name, its imports' too, by full name with the leading dot.</summary>
internal sealed class ProtobufTypes
{
    private readonly Dictionary<string, ProtobufMessage> messages = [];
    private readonly Dictionary<string, FieldDescriptorProto> extensions = [];

    public ProtobufTypes(FileDescriptorSet files)
    {
        foreach (var file in files.Files)
        {
            var package = file.Package is { Length: > 0 } name ? $".{name}" : "";
            file.Extensions.ForEach(e => extensions[e.Name] = e);
            foreach (var message in file.MessageTypes) Add(message, package, message.Name, file.Syntax == "proto3");
        }
    }

    public ProtobufMessage? Message(string fullName) => messages.GetValueOrDefault(fullName);

    /// <summary>The name of a type without its package; that of an unknown type is its full name.</summary>
    public string LocalName(string fullName) => Message(fullName)?.LocalName ?? fullName;

    /// <summary>Whether an option's value is text; the parser keeps the value without its quotes.</summary>
    public bool IsText(UninterpretedOption option)
    {
        FieldDescriptorProto? field = null;
        foreach (var part in option.Names)
        {
            field = part.IsExtension
                ? extensions.GetValueOrDefault(part.name_part.Split('.')[^1])
                : Message(field?.TypeName ?? "")?.Descriptor.Fields.FirstOrDefault(f => f.Name == part.name_part);
        }

        return field is null or { type: FieldType.TypeString or FieldType.TypeBytes };
    }

    /// <summary>Follows the path of indexes that stands before a framed message.</summary>
    public static DescriptorProto? Follow(FileDescriptorProto file, IReadOnlyList<int> indexes)
    {
        var level = file.MessageTypes;
        DescriptorProto? message = null;
        foreach (var index in indexes)
        {
            if (index < 0 || index >= level.Count) return null;
            message = level[index];
            level = message.NestedTypes;
        }

        return message;
    }

    private void Add(DescriptorProto message, string package, string localName, bool isProto3)
    {
        messages[$"{package}.{localName}"] = new(message, localName, isProto3);
        message.Extensions.ForEach(e => extensions[e.Name] = e);
        foreach (var nested in message.NestedTypes) Add(nested, package, $"{localName}.{nested.Name}", isProto3);
    }
}
