using Noderr.Domain.Numbers;
using Noderr.Domain.OnChain;
using Noderr.Domain.Orders;

namespace Noderr.Simulation.OnChain;

/// <summary>What a transaction does.</summary>
public abstract record ChainAction
{
    private ChainAction()
    {
    }

    /// <summary>What it takes of the chain's work. It is paid for whether the transaction succeeds or reverts.</summary>
    public abstract long Gas { get; }

    /// <summary>Token 0 is the coin.</summary>
    public sealed record Transfer(int To, int Token, UInt128 Amount) : ChainAction
    {
        public override long Gas => 21_000;
    }

    public sealed record Swap(SwapTerms Terms) : ChainAction
    {
        public override long Gas => 120_000;
    }

    /// <summary>Promises a swap without showing it.</summary>
    public sealed record Commit(Digest Commitment) : ChainAction
    {
        public override long Gas => 45_000;
    }

    /// <summary>Shows what was promised in an earlier block and makes the swap.</summary>
    public sealed record Reveal(SwapTerms Terms, Digest Salt) : ChainAction
    {
        public override long Gas => 150_000;
    }
}

/// <summary>A transaction is included once, however often it is sent.</summary>
/// <param name="GasPrice">Coin for each unit of gas: who pays more is earlier in the block.</param>
/// <param name="Needs">It reverts unless that one succeeded, as a contract would that looks at what it holds.</param>
public sealed record ChainTransaction(Identity Id, int Sender, UInt128 GasPrice, ChainAction Action, Identity Needs = default)
{
    public UInt128 Fee => GasPrice * (UInt128)Action.Gas;
}
