using Noderr.Domain.Numbers;
using Noderr.Domain.OnChain;

namespace Noderr.Simulation.OnChain;

/// <summary>What became of a transaction in a block.</summary>
/// <param name="Fault">Why it reverted; null when it succeeded.</param>
/// <param name="Swap">The swap it made, if it made one.</param>
public sealed record Receipt(ChainTransaction Transaction, int Place, string? Fault, SwapMade? Swap)
{
    public bool Succeeded => Fault is null;
}

public sealed record Block(long Number, Timestamp Time, IReadOnlyList<Receipt> Receipts)
{
    public IEnumerable<SwapMade> Swaps => Receipts.Where(r => r.Swap is not null).Select(r => r.Swap!.Value);
}
