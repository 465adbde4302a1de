using System.Runtime.CompilerServices;
using Google.Protobuf.Reflection;
using FieldLabel = Google.Protobuf.Reflection.FieldDescriptorProto.Label;
using FieldType = Google.Protobuf.Reflection.FieldDescriptorProto.Type;

namespace Noderr.LocalKafka.Registry.Protobuf;

/// <summary>
/// Confluent's rules for Protobuf: which changes keep a reader with the new file from reading what the old file wrote.
/// Fields are matched by number, messages by name; groups, services, options and reserved numbers are not looked at.
/// </summary>
internal sealed class ProtobufRules
{
    private readonly ProtobufTypes oldTypes;
    private readonly ProtobufTypes newTypes;
    private readonly List<Difference> differences = [];
    private readonly HashSet<(DescriptorProto, DescriptorProto)> compared = [];

    private ProtobufRules(ProtobufTypes oldTypes, ProtobufTypes newTypes) => (this.oldTypes, this.newTypes) = (oldTypes, newTypes);

    public static IReadOnlyList<Difference> Compare(ProtobufSchema old, ProtobufSchema now)
    {
        var rules = new ProtobufRules(old.Types, now.Types);
        if (old.File.Package != now.File.Package) rules.Differ("PACKAGE_CHANGED", "#/", "The package of the schema was changed");
        rules.CompareMessages("#", old.File.MessageTypes, now.File.MessageTypes, old.File.Syntax == "proto3", now.File.Syntax == "proto3");
        return rules.differences;
    }

    private void CompareMessages(string path, IEnumerable<DescriptorProto> old, IEnumerable<DescriptorProto> now, bool oldIsProto3, bool newIsProto3)
    {
        foreach (var message in old)
        {
            var at = $"{path}/{message.Name}";
            if (now.FirstOrDefault(m => m.Name == message.Name) is { } kept) CompareMessage(at, new(message, oldIsProto3), new(kept, newIsProto3));
            else Differ("MESSAGE_REMOVED", at, "The new schema is missing a message");
        }
    }

    private void CompareMessage(string path, MessageFields old, MessageFields now)
    {
        if (!compared.Add((old.Message, now.Message))) return;
        RuntimeHelpers.EnsureSufficientExecutionStack();
        CompareMessages(path, old.NestedMessages, now.NestedMessages, old.IsProto3, now.IsProto3);
        foreach (var field in old.Fields)
        {
            if (now.WithNumber(field.Number) is { } kept) CompareField($"{path}/{field.Number}", (old, field), (now, kept));
            else if (field.label == FieldLabel.LabelRequired) Differ("REQUIRED_FIELD_REMOVED", $"{path}/{field.Number}", "A required field was removed");
        }

        foreach (var field in now.Fields.Where(f => f.label == FieldLabel.LabelRequired && old.WithNumber(f.Number) is null))
            Differ("REQUIRED_FIELD_ADDED", $"{path}/{field.Number}", "A required field was added");
        CompareOneofs(path, old, now);
    }

    /// <summary>
    /// A reader keeps one member of a oneof, so members must not have been set together by the writer: all that existed
    /// before must come from one place, either one field or one oneof.
    /// </summary>
    private void CompareOneofs(string path, MessageFields old, MessageFields now)
    {
        foreach (var (name, members) in now.Oneofs)
        {
            var before = members.Select(m => old.WithNumber(m.Number)).OfType<FieldDescriptorProto>().ToList();
            var fromOneofs = before.Select(old.OneofOf).OfType<string>().Distinct().Count();
            var moved = before.Count(f => old.OneofOf(f) is null);
            if (moved > 1) Differ("MULTIPLE_FIELDS_MOVED_TO_ONEOF", $"{path}/{name}", "Multiple fields were moved to a oneof");
            else if (moved + fromOneofs > 1) Differ("FIELD_MOVED_TO_EXISTING_ONEOF", $"{path}/{name}", "A field was moved to an existing oneof");
        }

        foreach (var (name, members) in old.Oneofs)
        {
            var gone = members.Where(m => now.WithNumber(m.Number) is null).ToList();
            // A oneof that is gone with all its members may go; one that lost a member may not.
            if (gone.Count == members.Count && !now.Oneofs.Any(o => o.Name == name)) continue;
            foreach (var member in gone) Differ("ONEOF_FIELD_REMOVED", $"{path}/{name}/{member.Number}", "A oneof field was removed");
        }
    }

    private void CompareField(string path, (MessageFields Message, FieldDescriptorProto Field) old, (MessageFields Message, FieldDescriptorProto Field) now)
    {
        var (oldMap, newMap) = (old.Message.MapEntryOf(old.Field), now.Message.MapEntryOf(now.Field));
        if (oldMap is not null && newMap is not null)
        {
            CompareTypes(path, oldMap.Fields[0], newMap.Fields[0]);
            CompareTypes(path, oldMap.Fields[1], newMap.Fields[1]);
        }
        else if (oldMap is not null || newMap is not null)
        {
            Differ("FIELD_KIND_CHANGED", path, "The kind of a field was changed");
        }
        else
        {
            CompareLabels(path, old.Message.LabelOf(old.Field), now.Message.LabelOf(now.Field), old.Field);
            CompareTypes(path, old.Field, now.Field);
        }
    }

    private void CompareLabels(string path, FieldLabel? old, FieldLabel? now, FieldDescriptorProto field)
    {
        if (old is null || now is null || old == now) return;
        // A reader takes the last of several strings, bytes or messages; packed numbers it cannot take at all.
        if (WireGroup(field) is not ("message" or "text")) Differ("FIELD_NUMERIC_LABEL_CHANGED", path, "The label of a numeric field was changed");
    }

    private void CompareTypes(string path, FieldDescriptorProto old, FieldDescriptorProto now)
    {
        var (oldGroup, newGroup) = (WireGroup(old), WireGroup(now));
        if ((oldGroup == "message") != (newGroup == "message")) Differ("FIELD_KIND_CHANGED", path, "The kind of a field was changed");
        else if (oldGroup != newGroup) Differ("FIELD_SCALAR_KIND_CHANGED", path, "The kind of a scalar field was changed");
        else if (oldGroup == "message") CompareNamed(path, old.TypeName, now.TypeName);
    }

    private void CompareNamed(string path, string old, string now)
    {
        if (oldTypes.LocalName(old) != newTypes.LocalName(now))
        {
            Differ("FIELD_NAMED_TYPE_CHANGED", path, "The type of a field was changed");
            return;
        }

        if (oldTypes.Message(old) is { } was && newTypes.Message(now) is { } became)
            CompareMessage($"#/{was.LocalName.Replace('.', '/')}", new(was.Descriptor, was.IsProto3), new(became.Descriptor, became.IsProto3));
    }

    private void Differ(string type, string path, string description) => differences.Add(new(type, path, description));

    private static string WireGroup(FieldDescriptorProto field) => field.type switch
    {
        FieldType.TypeMessage or FieldType.TypeGroup => "message",
        FieldType.TypeString or FieldType.TypeBytes => "text",
        FieldType.TypeSint32 or FieldType.TypeSint64 => "zigzag",
        FieldType.TypeFixed32 or FieldType.TypeSfixed32 => "fixed32",
        FieldType.TypeFixed64 or FieldType.TypeSfixed64 => "fixed64",
        FieldType.TypeFloat => "float",
        FieldType.TypeDouble => "double",
        _ => "varint",
    };
}
