using Confluent.SchemaRegistry;

namespace Noderr.Contracts.Registry;

/// <summary>Settings of <see cref="ProtobufSerializer{T}"/>, under the names that Confluent's serializer gives them.</summary>
public sealed class ProtobufSerializerConfig : SerdeConfig
{
    private const string Prefix = "protobuf.serializer.";

    public ProtobufSerializerConfig()
    {
    }

    public ProtobufSerializerConfig(IEnumerable<KeyValuePair<string, string>> config)
        : base(config.ToDictionary(c => c.Key, c => c.Value))
    {
        foreach (var (name, _) in this)
            if (!name.StartsWith(Prefix, StringComparison.Ordinal)) throw new ArgumentException($"{name}: no setting of a protobuf serializer", nameof(config));
    }

    /// <summary>Whether what the registry lacks is registered; true by default.</summary>
    public bool? AutoRegisterSchemas { get => GetBool(Prefix + "auto.register.schemas"); set => SetObject(Prefix + "auto.register.schemas", value); }

    public bool? NormalizeSchemas { get => GetBool(Prefix + "normalize.schemas"); set => SetObject(Prefix + "normalize.schemas", value); }

    /// <summary>Whether messages bear the id of the subject's newest schema, without asking whether they fit it. Excludes registering.</summary>
    public bool? UseLatestVersion { get => GetBool(Prefix + "use.latest.version"); set => SetObject(Prefix + "use.latest.version", value); }

    /// <summary>Whether Google's and Confluent's own files are left out of the references; true by default.</summary>
    public bool? SkipKnownTypes { get => GetBool(Prefix + "skip.known.types"); set => SetObject(Prefix + "skip.known.types", value); }

    /// <summary>Topic by default: <c>market-value</c>.</summary>
    public SubjectNameStrategy? SubjectNameStrategy
    {
        get => (SubjectNameStrategy?)GetEnum(typeof(SubjectNameStrategy), Prefix + "subject.name.strategy");
        set => SetObject(Prefix + "subject.name.strategy", value);
    }

    /// <summary>By default an import's subject is its path: <c>noderr/types/v1/types.proto</c>.</summary>
    public ReferenceSubjectNameStrategy? ReferenceSubjectNameStrategy
    {
        get => (ReferenceSubjectNameStrategy?)GetEnum(typeof(ReferenceSubjectNameStrategy), Prefix + "reference.subject.name.strategy");
        set => SetObject(Prefix + "reference.subject.name.strategy", value);
    }

    public ICustomReferenceSubjectNameStrategy? CustomReferenceSubjectNameStrategy { get; set; }
}
