using System.Numerics;
using Noderr.Domain.Orders;

namespace Noderr.Domain.OnChain;

/// <summary>
/// A constant-product pool of a chain's coin and a token, in their smallest units. Who buys pays coin and gets tokens. The fee is taken from what is paid in and stays
/// in the pool; what is lost by rounding stays there too, so that the product of the reserves never falls.
/// </summary>
public readonly record struct PoolState(UInt128 Coin, UInt128 Token, int FeeMillionths)
{
    /// <summary>As much as a pool can hold of either.</summary>
    public static readonly UInt128 Most = (UInt128.One << 112) - 1;

    private const int Million = 1_000_000;

    /// <summary>Of a million, what is left after the fee.</summary>
    public int Kept => Million - FeeMillionths;

    public BigInteger Product => (BigInteger)Coin * Token;

    /// <summary>Of what is paid in.</summary>
    public UInt128 In(Side side) => side == Side.Buy ? Coin : Token;

    /// <summary>Of what comes out.</summary>
    public UInt128 Out(Side side) => side == Side.Buy ? Token : Coin;

    /// <summary>What comes out for so much, rounded down.</summary>
    public UInt128 Quote(Side side, UInt128 paid)
    {
        var kept = (BigInteger)paid * Kept;
        var all = (BigInteger)In(side) * Million + kept;
        return all.IsZero ? 0 : (UInt128)(Out(side) * kept / all);
    }

    public PoolState After(Side side, UInt128 paid)
    {
        var got = Quote(side, paid);
        return side == Side.Buy ? this with { Coin = checked(Coin + paid), Token = Token - got } : this with { Coin = Coin - got, Token = checked(Token + paid) };
    }

    /// <summary>Whether the pool can hold what is paid in.</summary>
    public bool Holds(Side side, UInt128 paid) => paid <= Most && In(side) + paid <= Most;

    /// <summary>So much coin in what the side pays with, at the price without fee, rounded down.</summary>
    public UInt128 FromCoin(Side side, UInt128 coin) => side == Side.Buy ? coin : (UInt128)((BigInteger)coin * Token / Coin);

    /// <summary>So much of what the side pays with in coin, at the price without fee, rounded down, also below zero.</summary>
    public BigInteger ToCoin(Side side, BigInteger paid)
    {
        if (side == Side.Buy) return paid;
        var worth = BigInteger.DivRem(paid * Coin, Token, out var rest);
        return rest.Sign < 0 ? worth - 1 : worth;
    }
}
