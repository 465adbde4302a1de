using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Messages;

public sealed class ListGroupsRequest : Shape
{
    public List<string> StatesFilter = [];
    public List<string> TypesFilter = [];

    public override void Walk(Codec c) => c.Strings(ref StatesFilter, 4).Strings(ref TypesFilter, 5);
}

public sealed class ListGroupsResponse : Shape
{
    public int ThrottleTimeMs;
    public ErrorCode ErrorCode;
    public List<ListedGroup> Groups = [];

    public override void Walk(Codec c) => c.Int32(ref ThrottleTimeMs, 1).Error(ref ErrorCode).Array(ref Groups);

    public sealed class ListedGroup : Shape
    {
        public string GroupId = "", ProtocolType = "", GroupState = "", GroupType = "";

        public override void Walk(Codec c) => c
            .String(ref GroupId).String(ref ProtocolType).String(ref GroupState, 4).String(ref GroupType, 5);
    }
}
