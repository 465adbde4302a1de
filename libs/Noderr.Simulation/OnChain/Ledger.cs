using System.Numerics;

namespace Noderr.Simulation.OnChain;

/// <summary>Who has how much of what. Amounts move, they never come or go, except where they are first given.</summary>
public sealed class Ledger
{
    private readonly Dictionary<(int Account, int Token), UInt128> balances = [];

    public UInt128 Of(int account, int token) => balances.GetValueOrDefault((account, token));

    public BigInteger Total(int token) => balances.Where(b => b.Key.Token == token).Aggregate(BigInteger.Zero, (sum, b) => sum + b.Value);

    internal void Give(int account, int token, UInt128 amount) => balances[(account, token)] = checked(Of(account, token) + amount);

    internal bool Move(int from, int to, int token, UInt128 amount)
    {
        var has = Of(from, token);
        if (has < amount) return false;
        balances[(from, token)] = has - amount;
        Give(to, token, amount);
        return true;
    }
}
