using Noderr.Domain.Numbers;

namespace Noderr.Domain.Accounts;

/// <summary>What an account has of a currency. What is locked is promised to orders and positions; the rest is free, and may be less than nothing.</summary>
public readonly record struct Balance(Money Total, Money Locked)
{
    public Money Free => Total - Locked;

    public static Balance operator +(Balance balance, Money amount) => balance with { Total = balance.Total + amount };
}
