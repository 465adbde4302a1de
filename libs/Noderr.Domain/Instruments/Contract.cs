using Noderr.Domain.Accounts;
using Noderr.Domain.Numbers;

namespace Noderr.Domain.Instruments;

public enum ContractKind : byte
{
    /// <summary>The thing itself changes hands: the account has more of one currency and less of another.</summary>
    Spot,

    Perpetual,
    Future,
    Option,
    Forex,
    Cfd,
}

/// <summary>What so much of an instrument at a price is worth, and in which currency it is settled.</summary>
public sealed record Contract
{
    private Contract(ContractKind kind, Currency @base, Currency quote, Currency settlement, Quantity multiplier, bool isInverse) =>
        (Kind, Base, Quote, Settlement, Multiplier, IsInverse) = (kind, @base, quote, settlement, multiplier, isInverse);

    public ContractKind Kind { get; }

    public Currency Base { get; }

    public Currency Quote { get; }

    /// <summary>What is gained and lost is counted in this: the quote's currency; the base's for an inverse contract; another for a quanto.</summary>
    public Currency Settlement { get; }

    /// <summary>How much of the base one contract is; how much of the quote for an inverse one.</summary>
    public Quantity Multiplier { get; }

    public bool IsInverse { get; }

    public bool IsQuanto => !IsInverse && Settlement != Quote;

    /// <summary>The thing itself changes hands.</summary>
    public bool IsDelivered => Kind is ContractKind.Spot or ContractKind.Forex;

    public static Contract Spot(Currency @base, Currency quote) => new(ContractKind.Spot, @base, quote, quote, new Quantity(Fixed.One), false);

    public static Contract Forex(Currency @base, Currency quote) => new(ContractKind.Forex, @base, quote, quote, new Quantity(Fixed.One), false);

    /// <exception cref="ArgumentException">A contract that can't be.</exception>
    public static Contract Derivative(ContractKind kind, Currency @base, Currency quote, Quantity multiplier, Currency? settlement = null)
    {
        if (kind is ContractKind.Spot or ContractKind.Forex) throw new ArgumentException($"{kind} is no derivative", nameof(kind));
        return new Contract(kind, @base, quote, settlement ?? quote, Positive(multiplier), false);
    }

    /// <summary>Each contract is worth so much of the quote and is settled in the base: BTC for USD contracts on bitcoin.</summary>
    public static Contract Inverse(ContractKind kind, Currency @base, Currency quote, Quantity multiplier)
    {
        if (kind is not (ContractKind.Perpetual or ContractKind.Future)) throw new ArgumentException($"{kind} is never inverse", nameof(kind));
        return new Contract(kind, @base, quote, @base, Positive(multiplier), true);
    }

    /// <summary>
    /// What grows as the price does, by as much as a holder gains: of two values the difference is the gain. For an inverse contract it is below zero,
    /// since a unit of the quote is worth less of the base the more the base costs. Rounded once, half to even; the seller's is the buyer's turned round, to the last unit.
    /// </summary>
    public Money Value(Price price, Quantity quantity)
    {
        var size = Fixed.Multiply(quantity.Units, Multiplier.Units);
        return IsInverse ? new Money(Fixed.Divide(-(Int128)size * Fixed.One, price.Units)) : new Money(Fixed.Multiply(price.Units, size));
    }

    /// <summary>The price at which so much is worth that.</summary>
    public Price PriceOf(Money value, Quantity quantity)
    {
        var size = Fixed.Multiply(quantity.Units, Multiplier.Units);
        return IsInverse ? new Price(Fixed.Divide(-(Int128)size * Fixed.One, value.Units)) : new Price(Fixed.Divide((Int128)value.Units * Fixed.One, size));
    }

    /// <summary>The size of what is traded, in the settlement's currency.</summary>
    public Money Notional(Price price, Quantity quantity) => Value(price, quantity).Abs;

    private static Quantity Positive(Quantity multiplier) =>
        multiplier.Sign > 0 ? multiplier : throw new ArgumentException($"a multiplier is above 0, not {multiplier}", nameof(multiplier));
}
