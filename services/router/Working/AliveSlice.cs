using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;
using Noderr.Journal.Deciders;

namespace Noderr.Router.Working;

/// <summary>A part of an order that is worked, which is not over as far as the router has heard.</summary>
internal readonly record struct AliveSlice(Identity Order, Quantity Quantity, Quantity Filled, Price Limit, bool IsTakenBack)
{
    public Quantity Left => Quantity - Filled;

    public void Save(StateWriter state) => state.UInt128(Order.Value).Int64(Quantity.Units).Int64(Filled.Units).Int64(Limit.Units).Bool(IsTakenBack);

    public static AliveSlice Load(ref StateReader state) => new(new(state.UInt128()), new(state.Int64()), new(state.Int64()), new(state.Int64()), state.Bool());
}
