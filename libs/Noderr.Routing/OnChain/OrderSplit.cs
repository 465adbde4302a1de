using System.Numerics;
using Noderr.Domain.Numbers;
using Noderr.Domain.OnChain;
using Noderr.Domain.Orders;

namespace Noderr.Routing.OnChain;

/// <summary>The parts of an order and how long each waits, out of the order's name: the same after every crash, and not to be guessed by who doesn't know the name.</summary>
public static class OrderSplit
{
    /// <summary>Of the size that is harmless in the pool as it was: the reserves move until the part is sent.</summary>
    private const int MostMillionths = 900_000;
    private const int LeastMillionths = 600_000;
    private const int Million = 1_000_000;

    /// <summary>With the smallest that chance may make of them.</summary>
    public static BigInteger PartsNeeded(in PoolState pool, Side side, UInt128 paid)
    {
        var size = (BigInteger)Guard.HarmlessSize(pool, side) * LeastMillionths / Million;
        return size.IsZero ? ProtectionTerms.MostParts + 1 : (paid + size - 1) / size;
    }

    public static IReadOnlyList<OrderPart> Of(OnChainOrder order)
    {
        var random = new SeededRandom((ulong)(order.Id.Value ^ (order.Id.Value >> 64)));
        var (parts, left) = (new List<OrderPart>(), order.Paid);
        var harmless = order.Terms.Parts > 1 ? (BigInteger)Guard.HarmlessSize(order.Planned, order.Side) : 0;
        while (left > 0)
        {
            var size = order.Terms.Parts > 1 ? UInt128.Min(left, (UInt128)(harmless * Between(ref random, LeastMillionths, MostMillionths) / Million)) : left;
            if (size == 0) throw new InvalidOperationException("an order was split that can't be: its terms were not checked");
            parts.Add(new OrderPart(size, Between(ref random, 0, order.Terms.WindowBlocks)));
            left -= size;
        }
        return parts;
    }

    private static int Between(ref SeededRandom random, int least, int most) => least + (int)(random.Next() % (ulong)(most - least + 1));
}

/// <param name="Waits">So many blocks, after the part before it is done.</param>
public readonly record struct OrderPart(UInt128 Paid, int Waits);
