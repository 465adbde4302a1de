using Noderr.Domain.Orders;

namespace Noderr.Domain.OnChain;

/// <summary>A swap that a block has, in the block's order.</summary>
/// <param name="Before">The pool as the swap found it.</param>
public readonly record struct SwapMade(Identity Transaction, long Block, int Place, int Trader, int Pool, Side Side, UInt128 Paid, UInt128 Got, PoolState Before);
