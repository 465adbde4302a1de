using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;

namespace Noderr.Domain.Positions;

/// <summary>What is held of one instrument, what it cost, and what was gained by closing. A fill that turns it closes all of it first.</summary>
public readonly record struct Position(Quantity Quantity, Money Cost, Money Realised, Money Fees)
{
    public Position Fill(Side side, Quantity quantity, Price price, Money fee)
    {
        var signed = side.Signed(quantity);
        var next = this with { Fees = Fees + fee };
        if (Quantity.Sign == 0 || Quantity.Sign == signed.Sign)
            return next with { Quantity = Quantity + signed, Cost = Cost + price * signed };
        var closing = Quantity.Min(quantity, Quantity.Abs);
        // The last part takes what is left of the cost, so that nothing is lost to rounding.
        var cost = closing == Quantity.Abs ? Cost : Cost.Share(closing, Quantity.Abs);
        var closed = side.Signed(closing);
        next = next with { Quantity = Quantity + closed, Cost = Cost - cost, Realised = Realised - price * closed - cost };
        var opening = signed - closed;
        return opening.Sign == 0 ? next : next with { Quantity = opening, Cost = price * opening };
    }

    /// <summary>What it would bring to close now: bought ones at the bid, sold ones at the ask.</summary>
    public Money Unrealised(Price bid, Price ask) => (Quantity.Sign >= 0 ? bid : ask) * Quantity - Cost;
}
