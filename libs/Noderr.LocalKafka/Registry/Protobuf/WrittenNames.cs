using System.Text.RegularExpressions;
using Google.Protobuf.Reflection;

namespace Noderr.LocalKafka.Registry.Protobuf;

/// <summary>
/// What the text said and resolving the file forgets: type names as written, custom options, an explicit proto2 line.
/// Canonical text keeps them, as Confluent's does.
/// </summary>
internal sealed partial class WrittenNames
{
    private readonly Dictionary<FieldDescriptorProto, (string Type, string Extendee)> fields = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<MethodDescriptorProto, (string Input, string Output)> methods = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<object, IReadOnlyList<UninterpretedOption>> customOptions = new(ReferenceEqualityComparer.Instance);

    /// <param name="file">Parsed, but not yet resolved.</param>
    public WrittenNames(FileDescriptorProto file, string text)
    {
        SaysProto2 = Proto2Line().IsMatch(text);
        Keep(file.Options, file.Options?.UninterpretedOptions);
        file.MessageTypes.ForEach(Keep);
        file.EnumTypes.ForEach(Keep);
        file.Extensions.ForEach(Keep);
        foreach (var service in file.Services)
        {
            Keep(service.Options, service.Options?.UninterpretedOptions);
            foreach (var method in service.Methods)
            {
                methods[method] = (method.InputType, method.OutputType);
                Keep(method.Options, method.Options?.UninterpretedOptions);
            }
        }
    }

    public bool SaysProto2 { get; }

    public string TypeOf(FieldDescriptorProto field) => fields.TryGetValue(field, out var written) ? written.Type : field.TypeName;

    public string ExtendeeOf(FieldDescriptorProto field) => fields.TryGetValue(field, out var written) ? written.Extendee : field.Extendee;

    public (string Input, string Output) TypesOf(MethodDescriptorProto method) =>
        methods.TryGetValue(method, out var written) ? written : (method.InputType, method.OutputType);

    public IReadOnlyList<UninterpretedOption> CustomOptionsOf(object? options) =>
        options is not null && customOptions.TryGetValue(options, out var custom) ? custom : [];

    private void Keep(DescriptorProto message)
    {
        Keep(message.Options, message.Options?.UninterpretedOptions);
        message.Fields.ForEach(Keep);
        message.Extensions.ForEach(Keep);
        message.NestedTypes.ForEach(Keep);
        message.EnumTypes.ForEach(Keep);
        foreach (var oneof in message.OneofDecls) Keep(oneof.Options, oneof.Options?.UninterpretedOptions);
    }

    private void Keep(FieldDescriptorProto field)
    {
        fields[field] = (field.TypeName, field.Extendee);
        Keep(field.Options, field.Options?.UninterpretedOptions);
    }

    private void Keep(EnumDescriptorProto type)
    {
        Keep(type.Options, type.Options?.UninterpretedOptions);
        foreach (var value in type.Values) Keep(value.Options, value.Options?.UninterpretedOptions);
    }

    private void Keep(object? options, List<UninterpretedOption>? custom)
    {
        if (options is not null && custom is { Count: > 0 }) customOptions[options] = [.. custom];
    }

    [GeneratedRegex("""^\s*syntax\s*=\s*["']proto2["']""", RegexOptions.Multiline)]
    private static partial Regex Proto2Line();
}
