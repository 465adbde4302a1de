using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Messages;

public sealed class FindCoordinatorRequest : Shape
{
    public string Key = "";
    public sbyte KeyType;
    public List<string> CoordinatorKeys = [];

    public override void Walk(Codec c) => c.String(ref Key, 0, 3).Int8(ref KeyType, 1).Strings(ref CoordinatorKeys, 4);
}

public sealed class FindCoordinatorResponse : Shape
{
    public int ThrottleTimeMs;
    public ErrorCode ErrorCode;
    public string? ErrorMessage;
    public int NodeId;
    public string Host = "";
    public int Port;
    public List<Coordinator> Coordinators = [];

    public override void Walk(Codec c) => c
        .Int32(ref ThrottleTimeMs, 1).Error(ref ErrorCode, 0, 3).Explanation(ref ErrorMessage, 1, 3)
        .Int32(ref NodeId, 0, 3).String(ref Host, 0, 3).Int32(ref Port, 0, 3).Array(ref Coordinators, 4);

    public sealed class Coordinator : Shape
    {
        public string Key = "";
        public int NodeId;
        public string Host = "";
        public int Port;
        public ErrorCode ErrorCode;
        public string? ErrorMessage;

        public override void Walk(Codec c) => c
            .String(ref Key, 4).Int32(ref NodeId, 4).String(ref Host, 4).Int32(ref Port, 4).Error(ref ErrorCode, 4)
            .Explanation(ref ErrorMessage, 4);
    }
}
