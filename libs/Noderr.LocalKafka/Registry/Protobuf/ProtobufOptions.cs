using System.Text;
using Google.Protobuf.Reflection;
using FieldType = Google.Protobuf.Reflection.FieldDescriptorProto.Type;
using FileOptions = Google.Protobuf.Reflection.FileOptions;

namespace Noderr.LocalKafka.Registry.Protobuf;

/// <summary>The options that are set on a part of a file, as name and printed value.</summary>
internal static class ProtobufOptions
{
    public static IEnumerable<(string Name, string Value)> Of(FileOptions? o)
    {
        if (o is null) yield break;
        if (o.ShouldSerializeJavaPackage()) yield return ("java_package", Quote(o.JavaPackage));
        if (o.ShouldSerializeJavaOuterClassname()) yield return ("java_outer_classname", Quote(o.JavaOuterClassname));
        if (o.ShouldSerializeJavaMultipleFiles()) yield return ("java_multiple_files", Bool(o.JavaMultipleFiles));
        if (o.ShouldSerializeJavaStringCheckUtf8()) yield return ("java_string_check_utf8", Bool(o.JavaStringCheckUtf8));
        if (o.ShouldSerializeOptimizeFor()) yield return ("optimize_for", Constant(o.OptimizeFor));
        if (o.ShouldSerializeGoPackage()) yield return ("go_package", Quote(o.GoPackage));
        if (o.ShouldSerializeCcGenericServices()) yield return ("cc_generic_services", Bool(o.CcGenericServices));
        if (o.ShouldSerializeJavaGenericServices()) yield return ("java_generic_services", Bool(o.JavaGenericServices));
        if (o.ShouldSerializePyGenericServices()) yield return ("py_generic_services", Bool(o.PyGenericServices));
        if (o.ShouldSerializeDeprecated()) yield return ("deprecated", Bool(o.Deprecated));
        if (o.ShouldSerializeCcEnableArenas()) yield return ("cc_enable_arenas", Bool(o.CcEnableArenas));
        if (o.ShouldSerializeObjcClassPrefix()) yield return ("objc_class_prefix", Quote(o.ObjcClassPrefix));
        if (o.ShouldSerializeCsharpNamespace()) yield return ("csharp_namespace", Quote(o.CsharpNamespace));
        if (o.ShouldSerializeSwiftPrefix()) yield return ("swift_prefix", Quote(o.SwiftPrefix));
        if (o.ShouldSerializePhpClassPrefix()) yield return ("php_class_prefix", Quote(o.PhpClassPrefix));
        if (o.ShouldSerializePhpNamespace()) yield return ("php_namespace", Quote(o.PhpNamespace));
        if (o.ShouldSerializePhpMetadataNamespace()) yield return ("php_metadata_namespace", Quote(o.PhpMetadataNamespace));
        if (o.ShouldSerializeRubyPackage()) yield return ("ruby_package", Quote(o.RubyPackage));
    }

    public static IEnumerable<(string Name, string Value)> Of(MessageOptions? o)
    {
        if (o is null) yield break;
        if (o.ShouldSerializeMessageSetWireFormat()) yield return ("message_set_wire_format", Bool(o.MessageSetWireFormat));
        if (o.ShouldSerializeNoStandardDescriptorAccessor()) yield return ("no_standard_descriptor_accessor", Bool(o.NoStandardDescriptorAccessor));
        if (o.ShouldSerializeDeprecated()) yield return ("deprecated", Bool(o.Deprecated));
    }

    public static IEnumerable<(string Name, string Value)> Of(FieldOptions? o)
    {
        if (o is null) yield break;
        if (o.ShouldSerializeCtype()) yield return ("ctype", Constant(o.Ctype));
        if (o.ShouldSerializePacked()) yield return ("packed", Bool(o.Packed));
        if (o.ShouldSerializeJstype()) yield return ("jstype", Constant(o.Jstype));
        if (o.ShouldSerializeLazy()) yield return ("lazy", Bool(o.Lazy));
        if (o.ShouldSerializeDeprecated()) yield return ("deprecated", Bool(o.Deprecated));
    }

    /// <summary>The two that look like options and are properties of the field; they are printed last.</summary>
    public static IEnumerable<(string Name, string Value)> DefaultAndJsonName(FieldDescriptorProto field)
    {
        if (field.ShouldSerializeDefaultValue() && field.DefaultValue is { } value)
        {
            yield return ("default", field.type switch
            {
                FieldType.TypeString => Quote(value),
                FieldType.TypeBytes => $"\"{value}\"",
                _ => value,
            });
        }

        if (field.JsonName is { Length: > 0 } json && json != DefaultJsonName(field.Name)) yield return ("json_name", Quote(json));
    }

    public static IEnumerable<(string Name, string Value)> Of(EnumOptions? o)
    {
        if (o is null) yield break;
        if (o.ShouldSerializeAllowAlias()) yield return ("allow_alias", Bool(o.AllowAlias));
        if (o.ShouldSerializeDeprecated()) yield return ("deprecated", Bool(o.Deprecated));
    }

    public static IEnumerable<(string Name, string Value)> Of(EnumValueOptions? o)
    {
        if (o is not null && o.ShouldSerializeDeprecated()) yield return ("deprecated", Bool(o.Deprecated));
    }

    public static IEnumerable<(string Name, string Value)> Of(ServiceOptions? o)
    {
        if (o is not null && o.ShouldSerializeDeprecated()) yield return ("deprecated", Bool(o.Deprecated));
    }

    public static IEnumerable<(string Name, string Value)> Of(MethodOptions? o)
    {
        if (o is null) yield break;
        if (o.ShouldSerializeDeprecated()) yield return ("deprecated", Bool(o.Deprecated));
        if (o.ShouldSerializeidempotency_level()) yield return ("idempotency_level", Constant(o.idempotency_level));
    }

    public static string NameOf(UninterpretedOption option) =>
        string.Join('.', option.Names.Select(n => n.IsExtension ? $"({n.name_part})" : n.name_part));

    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            quoted.Append(c switch
            {
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '\\' => "\\\\",
                '"' => "\\\"",
                < ' ' => $"\\{Convert.ToString(c, 8).PadLeft(3, '0')}",
                _ => c.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }

    private static string DefaultJsonName(string name)
    {
        var json = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
            if (name[i] != '_') json.Append(i > 0 && name[i - 1] == '_' ? char.ToUpperInvariant(name[i]) : name[i]);
        return json.ToString();
    }

    private static string Bool(bool value) => value ? "true" : "false";

    private static string Constant(Enum value)
    {
        var name = value.ToString();
        return string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) ? $"_{c}" : $"{char.ToUpperInvariant(c)}"));
    }
}
