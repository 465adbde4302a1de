using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;

namespace Noderr.Domain.Accounts;

/// <summary>
/// What is held of one instrument and what it was worth when it was bought, in the currency of its settlement. What was gained, less what is held at its
/// worth, is what all trades together have brought: to the last unit, whatever was rounded.
/// </summary>
public readonly record struct Holding(Quantity Quantity, Money Cost, Money Realised)
{
    /// <summary>What closes comes first; a trade that turns it opens with the rest.</summary>
    public Holding Trade(Contract contract, Side side, Quantity quantity, Price price)
    {
        var signed = side.Signed(quantity);
        if (Quantity.Sign == 0 || Quantity.Sign == signed.Sign) return this with { Quantity = Quantity + signed, Cost = Cost + contract.Value(price, signed) };
        var value = contract.Value(price, signed);
        var closed = Quantity.Min(quantity, Quantity.Abs);
        // The last part takes what is left of the cost, and the opening part what is left of the value: nothing is lost between them.
        var cost = closed == Quantity.Abs ? Cost : Cost.Share(closed, Quantity.Abs);
        var closing = closed == quantity ? value : contract.Value(price, side.Signed(closed));
        return new Holding(Quantity + signed, Cost - cost + (value - closing), Realised - closing - cost);
    }

    /// <summary>What closing it at that price would bring on top.</summary>
    public Money Unrealised(Contract contract, Price price) => contract.Value(price, Quantity) - Cost;

    /// <summary>The price at which it was bought or sold on average; null when nothing is held.</summary>
    public Price? Average(Contract contract) => Quantity.Sign == 0 ? null : contract.PriceOf(Cost, Quantity);
}
