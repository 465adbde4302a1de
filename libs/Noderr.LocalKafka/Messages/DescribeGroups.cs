using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Messages;

public sealed class DescribeGroupsRequest : Shape
{
    public List<string> Groups = [];
    public bool IncludeAuthorizedOperations;

    public override void Walk(Codec c) => c.Strings(ref Groups).Bool(ref IncludeAuthorizedOperations, 3);
}

public sealed class DescribeGroupsResponse : Shape
{
    public int ThrottleTimeMs;
    public List<DescribedGroup> Groups = [];

    public override void Walk(Codec c) => c.Int32(ref ThrottleTimeMs, 1).Array(ref Groups);

    public sealed class DescribedGroup : Shape
    {
        public ErrorCode ErrorCode;
        public string GroupId = "", GroupState = "", ProtocolType = "", ProtocolData = "";
        public List<DescribedGroupMember> Members = [];
        public int AuthorizedOperations = int.MinValue;

        public override void Walk(Codec c) => c
            .Error(ref ErrorCode).String(ref GroupId).String(ref GroupState).String(ref ProtocolType)
            .String(ref ProtocolData).Array(ref Members).Int32(ref AuthorizedOperations, 3);

        public sealed class DescribedGroupMember : Shape
        {
            public string MemberId = "";
            public string? GroupInstanceId;
            public string ClientId = "", ClientHost = "";
            public ReadOnlyMemory<byte> MemberMetadata, MemberAssignment;

            public override void Walk(Codec c) => c
                .String(ref MemberId).NullableString(ref GroupInstanceId, 4).String(ref ClientId).String(ref ClientHost)
                .Bytes(ref MemberMetadata).Bytes(ref MemberAssignment);
        }
    }
}
