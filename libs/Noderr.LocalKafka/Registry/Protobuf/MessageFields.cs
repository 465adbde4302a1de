using Google.Protobuf.Reflection;
using FieldLabel = Google.Protobuf.Reflection.FieldDescriptorProto.Label;
using FieldType = Google.Protobuf.Reflection.FieldDescriptorProto.Type;

namespace Noderr.LocalKafka.Registry.Protobuf;

/// <summary>A message as the rules see it: groups left out, map entries and one-field oneofs of <c>optional</c> seen through.</summary>
internal sealed class MessageFields(DescriptorProto message, bool isProto3)
{
    public DescriptorProto Message => message;

    public bool IsProto3 => isProto3;

    public IEnumerable<FieldDescriptorProto> Fields => message.Fields.Where(f => f.type != FieldType.TypeGroup);

    public IEnumerable<DescriptorProto> NestedMessages => message.NestedTypes.Where(n => n.Options?.MapEntry is not true
        && !message.Fields.Any(f => f.type == FieldType.TypeGroup && f.TypeName.EndsWith($".{n.Name}", StringComparison.Ordinal)));

    public List<(string Name, List<FieldDescriptorProto> Members)> Oneofs =>
        [.. Fields.Where(f => OneofOf(f) is not null).GroupBy(f => OneofOf(f)!).Select(g => (g.Key, g.ToList()))];

    public FieldDescriptorProto? WithNumber(int number) => Fields.FirstOrDefault(f => f.Number == number);

    public string? OneofOf(FieldDescriptorProto field) =>
        field.ShouldSerializeOneofIndex() && !field.Proto3Optional ? message.OneofDecls[field.OneofIndex].Name : null;

    public DescriptorProto? MapEntryOf(FieldDescriptorProto field) => field.label != FieldLabel.LabelRepeated ? null
        : message.NestedTypes.FirstOrDefault(n => n.Options?.MapEntry is true && field.TypeName.EndsWith($".{n.Name}", StringComparison.Ordinal));

    /// <summary>The label as written; a proto3 field without one, and a member of a oneof, has none.</summary>
    public FieldLabel? LabelOf(FieldDescriptorProto field) =>
        field.label == FieldLabel.LabelOptional && (OneofOf(field) is not null || (isProto3 && !field.Proto3Optional)) ? null : field.label;
}
