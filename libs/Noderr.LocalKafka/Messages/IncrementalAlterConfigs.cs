using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Messages;

public sealed class IncrementalAlterConfigsRequest : Shape
{
    public List<AlterConfigsResource> Resources = [];
    public bool ValidateOnly;

    public override void Walk(Codec c) => c.Array(ref Resources).Bool(ref ValidateOnly);

    public sealed class AlterConfigsResource : Shape
    {
        public sbyte ResourceType;
        public string ResourceName = "";
        public List<AlterableConfig> Configs = [];

        public override void Walk(Codec c) => c.Int8(ref ResourceType).String(ref ResourceName).Array(ref Configs);

        public sealed class AlterableConfig : Shape
        {
            public string Name = "";
            public sbyte ConfigOperation;
            public string? Value;

            public override void Walk(Codec c) => c.String(ref Name).Int8(ref ConfigOperation).NullableString(ref Value);
        }
    }
}

public sealed class IncrementalAlterConfigsResponse : Shape
{
    public int ThrottleTimeMs;
    public List<AlterConfigsResourceResponse> Responses = [];

    public override void Walk(Codec c) => c.Int32(ref ThrottleTimeMs).Array(ref Responses);

    public sealed class AlterConfigsResourceResponse : Shape
    {
        public ErrorCode ErrorCode;
        public string? ErrorMessage;
        public sbyte ResourceType;
        public string ResourceName = "";

        public override void Walk(Codec c) => c
            .Error(ref ErrorCode).Explanation(ref ErrorMessage).Int8(ref ResourceType).String(ref ResourceName);
    }
}
