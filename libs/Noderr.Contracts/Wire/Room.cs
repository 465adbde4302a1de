using System.Text;

namespace Noderr.Contracts.Wire;

/// <summary>The most bytes that fields can take, so that a whole event is written into one span; and the fewest.</summary>
internal static class Room
{
    /// <summary>A tag of up to two bytes, a length of up to five.</summary>
    public const int Message = 7;

    /// <summary>A tag and ten bytes of varint, or eight that are fixed.</summary>
    public const int Number = 12;

    /// <summary>What a field has before its text or message; a number has no more than that, if it is small.</summary>
    public const int Least = 2;

    public const int Identity = Message + IdentityField.Digits;

    public static int Bytes(int length) => Message + length;

    public static int Text(string text) => Message + Encoding.UTF8.GetMaxByteCount(text.Length);
}
