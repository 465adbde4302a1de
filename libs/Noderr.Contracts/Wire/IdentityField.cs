using System.Buffers.Binary;
using Noderr.Domain.Orders;
using Noderr.Journal.Entries;

namespace Noderr.Contracts.Wire;

/// <summary>An identity travels as 32 lower-case hexadecimal digits, which every reader of a log can search for.</summary>
internal static class IdentityField
{
    public const int Digits = 32;

    public static void Identity(this ref ProtoWriter writer, int field, Identity identity)
    {
        Span<byte> value = stackalloc byte[16];
        Span<byte> digits = stackalloc byte[Digits];
        BinaryPrimitives.WriteUInt128BigEndian(value, identity.Value);
        Convert.TryToHexStringLower(value, digits, out _);
        writer.Bytes(field, digits);
    }

    /// <exception cref="EntryFormatException">It is none, or missing.</exception>
    public static Identity Parse(ReadOnlySpan<byte> digits, string of)
    {
        Span<byte> value = stackalloc byte[16];
        if (digits.Length != Digits || digits.ContainsAnyInRange((byte)'A', (byte)'F') || Convert.FromHexString(digits, value, out _, out _) != System.Buffers.OperationStatus.Done)
            throw new EntryFormatException($"{of} is {Printable.Quote(digits)} in place of 32 lower-case hexadecimal digits");
        return new Identity(BinaryPrimitives.ReadUInt128BigEndian(value));
    }
}
