using CsCheck;

namespace Noderr.Tests.Unit.Contracts.Journals;

/// <summary>What may happen to bytes: they are cut, changed, doubled, or grow.</summary>
internal sealed record Damage(int Kind, int Place, byte Value)
{
    public static readonly Gen<Damage> Gen = CsCheck.Gen.Select(CsCheck.Gen.Int[0, 4], CsCheck.Gen.Int[0, 100_000], CsCheck.Gen.Byte, (kind, place, value) => new Damage(kind, place, value));

    public byte[] Do(byte[] bytes)
    {
        if (bytes.Length == 0) return [Value];
        var at = Place % bytes.Length;
        return Kind switch
        {
            0 => bytes[..at],
            1 => [.. bytes[..at], Value, .. bytes[(at + 1)..]],
            2 => [.. bytes[..at], (byte)(bytes[at] ^ (1 << (Value & 7))), .. bytes[(at + 1)..]],
            3 => [.. bytes[..at], .. bytes[at..], .. bytes[at..]],
            _ => [.. bytes[..at], Value, .. bytes[at..]],
        };
    }
}
