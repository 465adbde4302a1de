using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Messages;

public sealed class ApiVersionsRequest : Shape
{
    public string ClientSoftwareName = "", ClientSoftwareVersion = "";

    public override void Walk(Codec c) => c.String(ref ClientSoftwareName, 3).String(ref ClientSoftwareVersion, 3);
}

public sealed class ApiVersionsResponse : Shape
{
    public ErrorCode ErrorCode;
    public List<ApiVersion> ApiKeys = [];
    public int ThrottleTimeMs;
    public List<SupportedFeatureKey> SupportedFeatures = [];
    public long FinalizedFeaturesEpoch = -1;
    public List<FinalizedFeatureKey> FinalizedFeatures = [];

    public override void Walk(Codec c) => c.Error(ref ErrorCode).Array(ref ApiKeys).Int32(ref ThrottleTimeMs, 1);

    public override int KnownTags => 3;

    public override bool HasTag(int tag, short version) => tag switch
    {
        0 => version >= 3 && SupportedFeatures.Count > 0,
        1 => version >= 3 && FinalizedFeaturesEpoch != -1,
        2 => version >= 3 && FinalizedFeatures.Count > 0,
        _ => false,
    };

    public override void WalkTag(Codec c, int tag)
    {
        switch (tag)
        {
            case 0: c.Array(ref SupportedFeatures); break;
            case 1: c.Int64(ref FinalizedFeaturesEpoch); break;
            case 2: c.Array(ref FinalizedFeatures); break;
        }
    }

    public sealed class ApiVersion : Shape
    {
        public short ApiKey, MinVersion, MaxVersion;

        public override void Walk(Codec c) => c.Int16(ref ApiKey).Int16(ref MinVersion).Int16(ref MaxVersion);
    }

    public sealed class SupportedFeatureKey : Shape
    {
        public string Name = "";
        public short MinVersion, MaxVersion;

        public override void Walk(Codec c) => c.String(ref Name, 3).Int16(ref MinVersion, 3).Int16(ref MaxVersion, 3);
    }

    public sealed class FinalizedFeatureKey : Shape
    {
        public string Name = "";
        public short MaxVersionLevel, MinVersionLevel;

        public override void Walk(Codec c) => c
            .String(ref Name, 3).Int16(ref MaxVersionLevel, 3).Int16(ref MinVersionLevel, 3);
    }
}
