using Noderr.Domain.Numbers;

namespace Noderr.Simulation.OnChain;

public sealed record ChainSetup
{
    public Timestamp Start { get; init; }

    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(12);

    /// <summary>Coin for each unit of gas: what is offered for less is not taken.</summary>
    public UInt128 LeastGasPrice { get; init; }

    /// <summary>Of the work that a block has room for.</summary>
    public long GasLimit { get; init; } = 30_000_000;

    /// <summary>How often the relay fails to bring a transaction into a block, in millionths. It forgets it then.</summary>
    public int RelayMissesMillionths { get; init; }

    /// <summary>A promised swap has to be shown within so many blocks.</summary>
    public long RevealWithin { get; init; } = 20;

    public ulong Seed { get; init; }
}
