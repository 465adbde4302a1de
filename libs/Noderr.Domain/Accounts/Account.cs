using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;

namespace Noderr.Domain.Accounts;

/// <summary>Which leg a trade belongs to: an account that nets has one, one that hedges holds bought and sold apart.</summary>
public enum Leg : byte
{
    Net,
    Long,
    Short,
}

/// <summary>Whose holding it is.</summary>
public readonly record struct HoldingKey(int Instrument, int Strategy, Leg Leg);

/// <summary>A trade as an account sees it. A rebate is a fee below zero.</summary>
public readonly record struct AccountTrade(
    int Instrument, Contract Contract, int Strategy, Leg Leg, Side Side, Quantity Quantity, Price Price, Money Fee, Currency FeeCurrency);

/// <summary>
/// What is owned and owed at one venue: balances by currency, holdings by instrument, strategy and leg. Whatever comes changes balances by exactly what it
/// says, so that over all accounts that trade with each other nothing comes from nowhere.
/// </summary>
public sealed class Account(bool hedges)
{
    private readonly Dictionary<Currency, Balance> balances = [];
    private readonly Dictionary<HoldingKey, (Contract Contract, Holding Holding, Money Fees, Money Funding)> holdings = [];
    private readonly Dictionary<UInt128, (Currency Currency, Money Amount)> promises = [];

    public IEnumerable<KeyValuePair<Currency, Balance>> Balances => balances;

    public IEnumerable<HoldingKey> Holdings => holdings.Keys;

    public Balance this[Currency currency] => balances.GetValueOrDefault(currency);

    public Holding Of(HoldingKey key) => holdings.GetValueOrDefault(key).Holding;

    public Money FeesOf(HoldingKey key) => holdings.GetValueOrDefault(key).Fees;

    public Money FundingOf(HoldingKey key) => holdings.GetValueOrDefault(key).Funding;

    public void Deposit(Currency currency, Money amount) => balances[currency] = this[currency] + amount;

    /// <exception cref="ArgumentException">A leg that this account does not have, or that the trade would turn.</exception>
    public void Trade(in AccountTrade trade)
    {
        if (trade.Quantity.Sign <= 0) throw new ArgumentException($"a trade has a quantity above 0, not {trade.Quantity}", nameof(trade));
        if (hedges == (trade.Leg == Leg.Net)) throw new ArgumentException(hedges ? "this account holds bought and sold apart: name the leg" : "this account nets: it has no legs", nameof(trade));
        var key = new HoldingKey(trade.Instrument, trade.Strategy, trade.Leg);
        var before = holdings.GetValueOrDefault(key);
        var after = before.Holding.Trade(trade.Contract, trade.Side, trade.Quantity, trade.Price);
        if ((trade.Leg == Leg.Long && after.Quantity.Sign < 0) || (trade.Leg == Leg.Short && after.Quantity.Sign > 0))
            throw new ArgumentException($"the {trade.Leg} leg has {before.Holding.Quantity.Abs}, less than {trade.Quantity}", nameof(trade));
        if (trade.Contract.IsDelivered)
        {
            var signed = trade.Side.Signed(trade.Quantity);
            Deposit(trade.Contract.Base, new Money(signed.Units));
            Deposit(trade.Contract.Quote, -trade.Contract.Value(trade.Price, signed));
        }
        else
        {
            Deposit(trade.Contract.Settlement, after.Realised - before.Holding.Realised);
        }
        Deposit(trade.FeeCurrency, -trade.Fee);
        holdings[key] = (trade.Contract, after, before.Fees + trade.Fee, before.Funding);
    }

    /// <summary>What holders pay each other while they hold; below zero for who receives it.</summary>
    public void Fund(HoldingKey key, Money amount)
    {
        if (!holdings.TryGetValue(key, out var held)) throw new ArgumentException("nothing was ever held there", nameof(key));
        Deposit(held.Contract.Settlement, -amount);
        holdings[key] = held with { Funding = held.Funding + amount };
    }

    /// <summary>Keeps so much for an order, in place of what was kept for it; false, and nothing changed, when less than that is free.</summary>
    public bool Promise(Identity order, Currency currency, Money amount)
    {
        if (amount < Money.Zero) throw new ArgumentException($"a promise is not below 0: {amount}", nameof(amount));
        var kept = promises.GetValueOrDefault(order.Value);
        var free = this[currency].Free + (kept.Currency == currency ? kept.Amount : Money.Zero);
        if (free < amount) return false;
        Release(order);
        if (amount == Money.Zero) return true;
        promises[order.Value] = (currency, amount);
        balances[currency] = this[currency] with { Locked = this[currency].Locked + amount };
        return true;
    }

    /// <summary>What was kept for an order is free again.</summary>
    public void Release(Identity order)
    {
        if (!promises.Remove(order.Value, out var kept)) return;
        balances[kept.Currency] = this[kept.Currency] with { Locked = this[kept.Currency].Locked - kept.Amount };
    }

    /// <summary>
    /// What all holdings of a currency's contracts would bring on top, were they closed at these prices. Null when a price is missing: a sum that leaves something
    /// out is none.
    /// </summary>
    public Money? Unrealised(Currency settlement, Func<int, Price?> priceOf)
    {
        var sum = Money.Zero;
        foreach (var (key, held) in holdings)
        {
            if (held.Holding.Quantity.Sign == 0 || held.Contract.Settlement != settlement) continue;
            if (priceOf(key.Instrument) is not { } price) return null;
            sum += held.Holding.Unrealised(held.Contract, price);
        }
        return sum;
    }

    /// <summary>What was gained by closing, less funding and before fees, of the holdings that are chosen: of a strategy, an instrument, a venue.</summary>
    public Money Realised(Currency settlement, Func<HoldingKey, bool> chosen)
    {
        var sum = Money.Zero;
        foreach (var (key, held) in holdings)
            if (held.Contract.Settlement == settlement && chosen(key)) sum += held.Holding.Realised - held.Funding;
        return sum;
    }
}
