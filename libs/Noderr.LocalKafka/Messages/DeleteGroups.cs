using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Messages;

public sealed class DeleteGroupsRequest : Shape
{
    public List<string> GroupsNames = [];

    public override void Walk(Codec c) => c.Strings(ref GroupsNames);
}

public sealed class DeleteGroupsResponse : Shape
{
    public int ThrottleTimeMs;
    public List<DeletableGroupResult> Results = [];

    public override void Walk(Codec c) => c.Int32(ref ThrottleTimeMs).Array(ref Results);

    public sealed class DeletableGroupResult : Shape
    {
        public string GroupId = "";
        public ErrorCode ErrorCode;

        public override void Walk(Codec c) => c.String(ref GroupId).Error(ref ErrorCode);
    }
}
