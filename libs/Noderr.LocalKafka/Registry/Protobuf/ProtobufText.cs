using System.Text;
using Google.Protobuf.Reflection;
using FieldLabel = Google.Protobuf.Reflection.FieldDescriptorProto.Label;
using FieldType = Google.Protobuf.Reflection.FieldDescriptorProto.Type;

namespace Noderr.LocalKafka.Registry.Protobuf;

/// <summary>
/// Prints a file as Confluent does: no comments, and within a message the reserved, the options, the fields, the oneofs,
/// the extensions, the messages, the enums. Normalized, everything whose order means nothing is sorted and names are full.
/// </summary>
internal sealed class ProtobufText
{
    private const int EndOfFieldNumbers = 536870912;

    private readonly StringBuilder text = new();
    private readonly FileDescriptorProto file;
    private readonly WrittenNames? names;
    private readonly ProtobufTypes? types;
    private readonly bool normalize;
    private int depth;

    private ProtobufText(FileDescriptorProto file, WrittenNames? names, ProtobufTypes? types, bool normalize)
    {
        this.file = file;
        this.names = names;
        this.types = types;
        this.normalize = normalize;
    }

    /// <param name="names">What the text said; null for a descriptor that came without a text.</param>
    public static string Write(FileDescriptorProto file, WrittenNames? names, ProtobufTypes? types, bool normalize)
    {
        var writer = new ProtobufText(file, names, types, normalize);
        writer.WriteFile();
        return writer.text.ToString();
    }

    private bool IsProto3 => file.Syntax == "proto3";

    private void WriteFile()
    {
        if (IsProto3) Line("syntax = \"proto3\";");
        else if (!normalize && (names?.SaysProto2 ?? true)) Line("syntax = \"proto2\";");
        if (file.Package is { Length: > 0 } package) Line($"package {package};");

        var open = (file.PublicDependencies ?? []).Select(i => file.Dependencies[i]).ToList();
        Block(Sorted(file.Dependencies.Except(open), d => d).Select(d => $"import \"{d}\";")
            .Concat(Sorted(open, d => d).Select(d => $"import public \"{d}\";")));
        WriteOptions(ProtobufOptions.Of(file.Options), file.Options, blankBefore: true);
        if (file.MessageTypes.Count + file.EnumTypes.Count > 0) Line("");
        foreach (var message in file.MessageTypes.Where(m => !IsGroupOf(m, file.Extensions))) WriteMessage(message);
        foreach (var type in file.EnumTypes) WriteEnum(type);
        WriteExtensions(file.Extensions, file.MessageTypes);
        foreach (var service in file.Services) WriteService(service);
    }

    private void WriteMessage(DescriptorProto message) => Braces($"message {message.Name}", () => WriteBody(message));

    private void WriteBody(DescriptorProto message)
    {
        WriteReserved(message.ReservedRanges.Select(r => (r.Start, r.End - 1)), EndOfFieldNumbers - 1, message.ReservedNames);
        WriteOptions(ProtobufOptions.Of(message.Options), message.Options);
        foreach (var field in Sorted(message.Fields.Where(f => !IsOneofMember(f)), f => f.Number)) WriteField(field, message.NestedTypes);

        var oneofs = message.OneofDecls
            .Select((oneof, i) => (oneof, members: Sorted(message.Fields.Where(f => IsOneofMember(f) && f.OneofIndex == i), f => f.Number).ToList()))
            .Where(o => o.members.Count > 0);
        foreach (var (oneof, members) in Sorted(oneofs, o => o.members[0].Number))
        {
            Braces($"oneof {oneof.Name}", () =>
            {
                WriteOptions([], oneof.Options);
                foreach (var field in members) WriteField(field, message.NestedTypes);
            });
        }

        foreach (var range in message.ExtensionRanges) Line($"extensions {Range(range.Start, range.End - 1, EndOfFieldNumbers - 1)};");
        foreach (var nested in message.NestedTypes)
        {
            if (nested.Options?.MapEntry is not true && !IsGroupOf(nested, message.Fields.Concat(message.Extensions))) WriteMessage(nested);
        }

        foreach (var type in message.EnumTypes) WriteEnum(type);
        WriteExtensions(message.Extensions, message.NestedTypes);
    }

    private void WriteField(FieldDescriptorProto field, List<DescriptorProto> siblings)
    {
        var named = field.TypeName is { Length: > 0 } full ? full.Split('.')[^1] : null;
        if (field.type == FieldType.TypeGroup && siblings.FirstOrDefault(m => m.Name == named) is { } group)
        {
            Braces($"{Label(field)}group {group.Name} = {field.Number}{FieldOptions(field)}", () => WriteBody(group));
            return;
        }

        var entry = field.label == FieldLabel.LabelRepeated
            ? siblings.FirstOrDefault(m => m.Options?.MapEntry is true && m.Name == named)
            : null;
        var type = entry is null ? Label(field) + TypeOf(field) : $"map<{TypeOf(entry.Fields[0])}, {TypeOf(entry.Fields[1])}>";
        Line($"{type} {field.Name} = {field.Number}{FieldOptions(field)};");
    }

    private void WriteEnum(EnumDescriptorProto type) => Braces($"enum {type.Name}", () =>
    {
        WriteReserved(type.ReservedRanges.Select(r => (r.Start, r.End)), int.MaxValue, type.ReservedNames);
        WriteOptions(ProtobufOptions.Of(type.Options), type.Options);
        foreach (var value in normalize ? type.Values.OrderBy(v => v.Number).ThenBy(v => v.Name, StringComparer.Ordinal) : type.Values.AsEnumerable())
            Line($"{value.Name} = {value.Number}{Brackets(ProtobufOptions.Of(value.Options), value.Options)};");
    });

    private void WriteService(ServiceDescriptorProto service)
    {
        Line("");
        Braces($"service {service.Name}", () =>
        {
            WriteOptions(ProtobufOptions.Of(service.Options), service.Options);
            foreach (var method in service.Methods)
            {
                var (input, output) = names is { } written && !normalize ? written.TypesOf(method) : (method.InputType, method.OutputType);
                var head = $"rpc {method.Name} ({(method.ClientStreaming ? "stream " : "")}{input})" +
                    $" returns ({(method.ServerStreaming ? "stream " : "")}{output})";
                if (All(ProtobufOptions.Of(method.Options), method.Options).Count == 0) Line($"{head};");
                else Braces(head, () => WriteOptions(ProtobufOptions.Of(method.Options), method.Options));
            }
        });
    }

    private void WriteExtensions(List<FieldDescriptorProto> extensions, List<DescriptorProto> siblings)
    {
        foreach (var extended in extensions.GroupBy(e => names is { } written && !normalize ? written.ExtendeeOf(e) : e.Extendee))
        {
            Braces($"extend {extended.Key}", () =>
            {
                foreach (var field in extended) WriteField(field, siblings);
            });
        }
    }

    private void WriteReserved(IEnumerable<(int First, int Last)> ranges, int max, List<string> reservedNames)
    {
        var numbers = Sorted(ranges, r => r.First).Select(r => Range(r.First, r.Last, max)).ToList();
        var quoted = Sorted(reservedNames, n => n).Select(n => $"\"{n}\"").ToList();
        if (numbers.Count > 0) Line($"reserved {string.Join(", ", numbers)};");
        if (quoted.Count > 0) Line($"reserved {string.Join(", ", quoted)};");
    }

    private void WriteOptions(IEnumerable<(string Name, string Value)> known, object? options, bool blankBefore = false)
    {
        var all = All(known, options);
        if (blankBefore && all.Count > 0) Line("");
        foreach (var (name, value) in all) Line($"option {name} = {value};");
    }

    private string FieldOptions(FieldDescriptorProto field) => Brackets(ProtobufOptions.Of(field.Options), field.Options, ProtobufOptions.DefaultAndJsonName(field));

    private string Brackets(IEnumerable<(string Name, string Value)> known, object? options,
        IEnumerable<(string Name, string Value)>? last = null)
    {
        List<(string Name, string Value)> all = [.. Sorted(All(known, options).Concat(last ?? []), o => o.Name)];
        return all.Count == 0 ? "" : $" [{string.Join(", ", all.Select(o => $"{o.Name} = {o.Value}"))}]";
    }

    /// <summary>The parser keeps a custom value as written, escapes and all, but without its quotes.</summary>
    private List<(string Name, string Value)> All(IEnumerable<(string Name, string Value)> known, object? options)
    {
        var custom = (names?.CustomOptionsOf(options) ?? []).Select(o => (ProtobufOptions.NameOf(o),
            o.IdentifierValue is { Length: > 0 } word ? word
            : types?.IsText(o) ?? true ? $"\"{o.AggregateValue}\"" : o.AggregateValue));
        return [.. Sorted(known.Concat(custom), o => o.Item1)];
    }

    private string Label(FieldDescriptorProto field) => field.label switch
    {
        FieldLabel.LabelRepeated => "repeated ",
        FieldLabel.LabelRequired => "required ",
        _ => field.Proto3Optional || (!IsProto3 && !IsOneofMember(field)) ? "optional " : "",
    };

    private string TypeOf(FieldDescriptorProto field) => field.TypeName is { Length: > 0 } name
        ? names is { } written && !normalize ? written.TypeOf(field) : name
        : field.type.ToString()["Type".Length..].ToLowerInvariant();

    private static bool IsOneofMember(FieldDescriptorProto field) => field.ShouldSerializeOneofIndex() && !field.Proto3Optional;

    private static bool IsGroupOf(DescriptorProto message, IEnumerable<FieldDescriptorProto> fields) =>
        fields.Any(f => f.type == FieldType.TypeGroup && f.TypeName.Split('.')[^1] == message.Name);

    private static string Range(int first, int last, int max) => last == max ? $"{first} to max" : first == last ? $"{first}" : $"{first} to {last}";

    private IEnumerable<T> Sorted<T, TKey>(IEnumerable<T> items, Func<T, TKey> key) =>
        normalize ? items.OrderBy(key, typeof(TKey) == typeof(string) ? (IComparer<TKey>)StringComparer.Ordinal : Comparer<TKey>.Default) : items;

    private void Block(IEnumerable<string> lines)
    {
        if (!lines.Any()) return;
        Line("");
        foreach (var line in lines) Line(line);
    }

    private void Braces(string head, Action body)
    {
        Line($"{head} {{");
        depth++;
        body();
        depth--;
        Line("}");
    }

    private void Line(string line) => text.Append(' ', line.Length == 0 ? 0 : depth * 2).Append(line).Append('\n');
}
