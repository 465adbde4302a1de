using Noderr.Domain.Orders;
using Noderr.Journal.Entries;
using Side = Noderr.Domain.Orders.Side;

namespace Noderr.Contracts.Wire;

/// <summary>The contract's sides begin with one that says nothing; the domain's don't.</summary>
internal static class SideField
{
    public static void Side(this ref ProtoWriter writer, int field, Side side) => writer.Int64(field, (int)side + 1);

    /// <exception cref="EntryFormatException">No side is given, or one that this version does not know.</exception>
    public static Side Parse(int side, string of) => ((Types.V1.Side)side).FromWire() ?? throw new EntryFormatException($"{of} has the side {side}");
}
