using Noderr.Domain.Numbers;
using Noderr.Domain.OnChain;
using Noderr.Domain.Orders;

namespace Noderr.Routing.OnChain;

/// <summary>An order that is traded in a pool.</summary>
/// <param name="Paid">All of it, in what its side pays with.</param>
/// <param name="Planned">The pool when the order was put on record: its parts are made from that.</param>
/// <param name="Start">No block before this one.</param>
/// <param name="Secret">Known to us alone: salts are made of it.</param>
public sealed record OnChainOrder(Identity Id, int Account, int Pool, Side Side, UInt128 Paid, PoolState Planned, long Start, Digest Secret, ProtectionTerms Terms);

public enum TransactionKind : byte
{
    Swap,
    Commit,
    Reveal,
}

public enum TransactionState : byte
{
    /// <summary>On record before it was sent; whether it arrived is not known.</summary>
    Sent,
    Succeeded,
    Reverted,
}

/// <summary>What is on record of one transaction. Its number is its place in the record.</summary>
/// <param name="Block">Sent before this one.</param>
/// <param name="Included">The block that has it, when one has.</param>
public readonly record struct TransactionRecord(TransactionKind Kind, bool IsPrivate, int Part, SwapTerms Terms, long Block, TransactionState State = TransactionState.Sent, long Included = -1);

/// <summary>What the chain shows. The record knows what became of what was sent in all blocks before the next one: without that, what was included could be taken for lost.</summary>
/// <param name="Next">The number of the block that comes next.</param>
/// <param name="LeastGasPrice">What an attacker pays for gas at least.</param>
/// <param name="SwapGas">What a swap takes of it.</param>
public readonly record struct ChainView(long Next, PoolState Pool, UInt128 LeastGasPrice, long SwapGas);

public enum ChainAct : byte
{
    /// <summary>Nothing before the block that is named, or until one says what became of what was sent.</summary>
    Wait,

    /// <summary>The next transaction is to be put on record, then sent.</summary>
    Send,

    /// <summary>There is nothing more to do: all parts were traded, or the rest was given up.</summary>
    Done,
}

/// <summary>The next step.</summary>
/// <param name="Name">Out of the order's name and the number, so that it is the same one whoever sends it again: a chain includes it once.</param>
/// <param name="Salt">Of a promise.</param>
public readonly record struct ChainStep(ChainAct Act, long? Until, int Number, Identity Name, TransactionRecord Transaction, Digest Salt)
{
    internal static ChainStep Wait(long? until) => new(ChainAct.Wait, until, 0, default, default, default);

    internal static readonly ChainStep Done = new(ChainAct.Done, null, 0, default, default, default);
}
