using System.Numerics;
using Noderr.Domain.OnChain;
using Noderr.Domain.Orders;

namespace Noderr.Simulation.OnChain;

/// <summary>An attack as it was planned.</summary>
/// <param name="Block">The block it was made for.</param>
/// <param name="Expected">After gas, in coin.</param>
public sealed record SandwichAttack(long Block, IReadOnlyList<Identity> Victims, Identity First, Identity Second, Sandwich Planned, BigInteger Expected)
{
    /// <summary>What came of it, after gas and in coin, by what the block says. What is left of a token is worth what the pool would give without fee.</summary>
    public BigInteger Profit(Block block)
    {
        var (coin, token, pool) = (BigInteger.Zero, BigInteger.Zero, default(PoolState?));
        foreach (var receipt in block.Receipts.Where(r => r.Transaction.Id == First || r.Transaction.Id == Second))
        {
            coin -= receipt.Transaction.Fee;
            if (receipt.Swap is not { } swap) continue;
            pool ??= swap.Before;
            coin += swap.Side == Side.Buy ? -(BigInteger)swap.Paid : swap.Got;
            token += swap.Side == Side.Buy ? swap.Got : -(BigInteger)swap.Paid;
        }
        return pool is null ? coin : coin + pool.Value.ToCoin(Side.Sell, token);
    }
}
