namespace Noderr.Contracts.Wire;

/// <summary>How a field's value is laid out; the lowest three bits of its tag.</summary>
internal enum WireType
{
    Varint = 0,
    Fixed64 = 1,
    Bytes = 2,
    StartGroup = 3,
    EndGroup = 4,
    Fixed32 = 5,
}
