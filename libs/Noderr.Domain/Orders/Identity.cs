using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.IO.Hashing;

namespace Noderr.Domain.Orders;

/// <summary>
/// A name that is computed from what it names, never invented: the same decision, decided again, has the same name, and everybody who
/// meets it twice knows it.
/// </summary>
public readonly record struct Identity(UInt128 Value)
{
    public static readonly Identity None;

    public bool IsNone => Value == 0;

    public static Identity Of(Kind kind, UInt128 a, UInt128 b)
    {
        Span<byte> bytes = stackalloc byte[33];
        bytes[0] = (byte)kind;
        BinaryPrimitives.WriteUInt128LittleEndian(bytes[1..], a);
        BinaryPrimitives.WriteUInt128LittleEndian(bytes[17..], b);
        return new Identity(XxHash128.HashToUInt128(bytes));
    }

    public static bool TryParse([NotNullWhen(true)] string? text, out Identity identity)
    {
        var parsed = UInt128.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) && text.Length == 32;
        identity = new Identity(parsed ? value : 0);
        return parsed;
    }

    public override string ToString() => Value.ToString("x32", CultureInfo.InvariantCulture);

    /// <summary>What is named: two things made of the same numbers don't share a name.</summary>
    public enum Kind : byte
    {
        Signal,
        Order,
        ClientOrder,
        Fill,
        Experiment,
        Slice,
        Transaction,
    }
}

public static class Identities
{
    /// <summary>The count is the strategy's own, over its whole life.</summary>
    public static Identity Signal(int book, int strategy, long count) =>
        Identity.Of(Identity.Kind.Signal, ((UInt128)(uint)book << 32) | (uint)strategy, (UInt128)count);

    public static Identity Order(int book, Identity signal, int attempt) =>
        Identity.Of(Identity.Kind.Order, signal.Value, ((UInt128)(uint)book << 32) | (uint)attempt);

    /// <summary>A part of an order that is worked, by its number: whoever decides it again decides the same one.</summary>
    public static Identity Slice(Identity worked, int number) => Identity.Of(Identity.Kind.Slice, worked.Value, (UInt128)number);

    /// <summary>The name under which the venue knows the order.</summary>
    public static Identity ClientOrder(Identity order) => Identity.Of(Identity.Kind.ClientOrder, order.Value, 0);

    /// <summary>Of an order that is traded on a chain, by its number.</summary>
    public static Identity Transaction(Identity order, long number) => Identity.Of(Identity.Kind.Transaction, order.Value, (UInt128)number);

    public static Identity Fill(Identity clientOrder, long trade) => Identity.Of(Identity.Kind.Fill, clientOrder.Value, (UInt128)trade);
}
