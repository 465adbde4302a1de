using Noderr.Domain.Numbers;
using Noderr.Domain.OnChain;

namespace Noderr.Tests.Unit.OnChain;

/// <summary>Pools and amounts by chance, of all sizes.</summary>
internal static class Pools
{
    private static readonly int[] fees = [0, 100, 500, 3000, 10_000, 300_000];

    public static PoolState Any(ref SeededRandom random) => new(Sized(ref random, 10, 90), Sized(ref random, 10, 90), fees[random.Next() % (ulong)fees.Length]);

    public static UInt128 Up(ref SeededRandom random, UInt128 most) => 1 + (((UInt128)random.Next() << 64) | random.Next()) % most;

    private static UInt128 Sized(ref SeededRandom random, int least, int most)
    {
        var bits = least + (int)(random.Next() % (ulong)(most - least));
        return (UInt128.One << bits) + Up(ref random, UInt128.One << bits);
    }
}
