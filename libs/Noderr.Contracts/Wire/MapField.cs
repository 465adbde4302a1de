namespace Noderr.Contracts.Wire;

/// <summary>The fields of a map's entry, whose message has no name in the contract.</summary>
internal static class MapField
{
    public const int Key = 1;
    public const int Value = 2;
}
