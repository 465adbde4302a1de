using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Messages;

public sealed class DescribeConfigsRequest : Shape
{
    public List<DescribeConfigsResource> Resources = [];
    public bool IncludeSynonyms, IncludeDocumentation;

    public override void Walk(Codec c) => c.Array(ref Resources).Bool(ref IncludeSynonyms).Bool(ref IncludeDocumentation, 3);

    public sealed class DescribeConfigsResource : Shape
    {
        public sbyte ResourceType;
        public string ResourceName = "";
        public List<string>? ConfigurationKeys;

        public override void Walk(Codec c) => c
            .Int8(ref ResourceType).String(ref ResourceName).NullableStrings(ref ConfigurationKeys);
    }
}

public sealed class DescribeConfigsResponse : Shape
{
    public int ThrottleTimeMs;
    public List<DescribeConfigsResult> Results = [];

    public override void Walk(Codec c) => c.Int32(ref ThrottleTimeMs).Array(ref Results);

    public sealed class DescribeConfigsResult : Shape
    {
        public ErrorCode ErrorCode;
        public string? ErrorMessage;
        public sbyte ResourceType;
        public string ResourceName = "";
        public List<DescribeConfigsResourceResult> Configs = [];

        public override void Walk(Codec c) => c
            .Error(ref ErrorCode).Explanation(ref ErrorMessage).Int8(ref ResourceType).String(ref ResourceName)
            .Array(ref Configs);

        public sealed class DescribeConfigsResourceResult : Shape
        {
            public string Name = "";
            public string? Value;
            public bool ReadOnly;
            public sbyte ConfigSource = -1;
            public bool IsSensitive;
            public List<DescribeConfigsSynonym> Synonyms = [];
            public sbyte ConfigType;
            public string? Documentation;

            public override void Walk(Codec c) => c
                .String(ref Name).NullableString(ref Value).Bool(ref ReadOnly).Int8(ref ConfigSource).Bool(ref IsSensitive)
                .Array(ref Synonyms).Int8(ref ConfigType, 3).NullableString(ref Documentation, 3);

            public sealed class DescribeConfigsSynonym : Shape
            {
                public string Name = "";
                public string? Value;
                public sbyte Source;

                public override void Walk(Codec c) => c.String(ref Name).NullableString(ref Value).Int8(ref Source);
            }
        }
    }
}
