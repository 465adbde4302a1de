using Noderr.Domain.Accounts;
using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;

namespace Noderr.Tests.Unit.Domain.Accounts;

public sealed class AccountTests
{
    private static readonly Currency btc = Currency.Of("BTC"), usd = Currency.Of("USD"), eur = Currency.Of("EUR");

    private static readonly Contract[] contracts =
    [
        Contract.Spot(btc, usd),
        Contract.Derivative(ContractKind.Perpetual, btc, usd, Quantity.Parse("0.001")),
        Contract.Inverse(ContractKind.Perpetual, btc, usd, Quantity.Parse("100")),
        Contract.Derivative(ContractKind.Future, btc, usd, Quantity.Parse("5"), settlement: eur),
        Contract.Forex(eur, usd),
    ];

    /// <summary>A million trades between five accounts, with fees and funding: in each currency there is at the end what there was, to the last unit.</summary>
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void Nothing_comes_from_nowhere(ulong seed, bool hedges)
    {
        var random = new SeededRandom(seed);
        var (accounts, house) = (Enumerable.Range(0, 5).Select(_ => new Account(hedges)).ToArray(), new Account(false));
        Currency[] all = [btc, usd, eur];
        foreach (var account in accounts)
            foreach (var currency in all) account.Deposit(currency, Money.Parse("1000"));
        for (var i = 0; i < 500_000; i++)
        {
            var (at, size, price) = ((int)(random.Unit() * contracts.Length), new Quantity(1 + (long)(random.Unit() * 5_000_000_000)), new Price(1 + (long)(random.Unit() * 90_000_000_000_000)));
            var (buyer, seller) = ((int)(random.Unit() * 5), (int)(random.Unit() * 5));
            if (buyer == seller) continue;
            var fee = new Money((long)(random.Unit() * 2_000_000) - 500_000);
            var strategy = (int)(random.Unit() * 3);
            var (boughtAt, soldAt) = hedges ? (Leg.Long, Leg.Short) : (Leg.Net, Leg.Net);
            Trade(accounts[buyer], boughtAt, Side.Buy);
            Trade(accounts[seller], soldAt, Side.Sell);
            house.Deposit(usd, fee + fee);
            if (i % 10 == 0 && contracts[at] is { IsDelivered: false })
            {
                accounts[buyer].Fund(new HoldingKey(at, strategy, boughtAt), fee);
                accounts[seller].Fund(new HoldingKey(at, strategy, soldAt), -fee);
            }

            void Trade(Account account, Leg leg, Side side) => account.Trade(new AccountTrade(at, contracts[at], strategy, leg, side, size, price, fee, usd));
        }
        foreach (var currency in all)
        {
            var balances = accounts.Append(house).Aggregate(Money.Zero, (sum, account) => sum + account[currency].Total);
            // What was gained on derivatives and is still held on paper is the other side's loss that is not taken yet.
            var onPaper = accounts.SelectMany(a => a.Holdings.Select(k => (Key: k, Holding: a.Of(k))))
                .Where(h => !contracts[h.Key.Instrument].IsDelivered && contracts[h.Key.Instrument].Settlement == currency)
                .Aggregate(Money.Zero, (sum, h) => sum - h.Holding.Cost);
            Assert.Equal(Money.Parse("5000"), balances + onPaper);
        }
    }

    [Fact]
    public void A_trade_that_turns_a_holding_closes_all_of_it_and_opens_with_the_rest()
    {
        var holding = default(Holding).Trade(contracts[0], Side.Buy, Quantity.Parse("3"), Price.Parse("100"));
        holding = holding.Trade(contracts[0], Side.Sell, Quantity.Parse("5"), Price.Parse("110"));
        Assert.Equal(new Holding(Quantity.Parse("-2"), Money.Parse("-220"), Money.Parse("30")), holding);
        Assert.Equal(Price.Parse("110"), holding.Average(contracts[0]));
        Assert.Equal(Money.Parse("-20"), holding.Unrealised(contracts[0], Price.Parse("120")));
        holding = holding.Trade(contracts[0], Side.Buy, Quantity.Parse("2"), Price.Parse("100"));
        Assert.Equal(new Holding(Quantity.Zero, Money.Zero, Money.Parse("50")), holding);
        Assert.Null(holding.Average(contracts[0]));
    }

    /// <summary>100 dollars a contract, settled in bitcoin: from 50,000 to 62,500 a contract gains 100/50,000 - 100/62,500.</summary>
    [Fact]
    public void An_inverse_contract_gains_in_what_it_is_about()
    {
        var holding = default(Holding).Trade(contracts[2], Side.Buy, Quantity.Parse("10"), Price.Parse("50000"));
        Assert.Equal(Price.Parse("50000"), holding.Average(contracts[2]));
        Assert.Equal(Money.Parse("0.004"), holding.Unrealised(contracts[2], Price.Parse("62500")));
        Assert.Equal(Money.Parse("0.004"), holding.Trade(contracts[2], Side.Sell, Quantity.Parse("10"), Price.Parse("62500")).Realised);
        Assert.Equal(Money.Parse("-0.005"), holding.Trade(contracts[2], Side.Sell, Quantity.Parse("10"), Price.Parse("40000")).Realised);
        Assert.Equal(Money.Parse("0.02"), contracts[2].Notional(Price.Parse("50000"), Quantity.Parse("10")));
    }

    [Fact]
    public void What_is_promised_is_not_free()
    {
        var account = new Account(hedges: false);
        account.Deposit(usd, Money.Parse("100"));
        Assert.True(account.Promise(new Identity(1), usd, Money.Parse("70")));
        Assert.False(account.Promise(new Identity(2), usd, Money.Parse("40")));
        Assert.Equal((Money.Parse("100"), Money.Parse("70"), Money.Parse("30")), (account[usd].Total, account[usd].Locked, account[usd].Free));
        // More or less for the same order takes the place of what was kept for it.
        Assert.True(account.Promise(new Identity(1), usd, Money.Parse("100")));
        Assert.False(account.Promise(new Identity(1), usd, Money.Parse("101")));
        Assert.True(account.Promise(new Identity(1), usd, Money.Parse("60")));
        Assert.True(account.Promise(new Identity(2), usd, Money.Parse("40")));
        account.Release(new Identity(1));
        account.Release(new Identity(1));
        Assert.Equal(Money.Parse("60"), account[usd].Free);
        Assert.Throws<ArgumentException>(() => account.Promise(new Identity(3), usd, Money.Parse("-1")));
    }

    [Fact]
    public void Legs_are_kept_apart_and_never_turn()
    {
        var account = new Account(hedges: true);
        Trade(account, Leg.Long, Side.Buy, "2");
        Trade(account, Leg.Short, Side.Sell, "3");
        Assert.Equal((Quantity.Parse("2"), Quantity.Parse("-3")), (account.Of(new(1, 0, Leg.Long)).Quantity, account.Of(new(1, 0, Leg.Short)).Quantity));
        Assert.Contains("the Long leg has 2, less than 2.5", Assert.Throws<ArgumentException>(() => Trade(account, Leg.Long, Side.Sell, "2.5")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Trade(account, Leg.Net, Side.Buy, "1"));
        Assert.Throws<ArgumentException>(() => Trade(new Account(hedges: false), Leg.Long, Side.Buy, "1"));
        Assert.Throws<ArgumentException>(() => Trade(account, Leg.Long, Side.Buy, "0"));
        Assert.Equal(Quantity.Parse("2"), account.Of(new(1, 0, Leg.Long)).Quantity);
    }

    [Fact]
    public void A_sum_that_would_leave_something_out_is_none()
    {
        var account = new Account(hedges: false);
        account.Trade(new AccountTrade(1, contracts[1], 0, Leg.Net, Side.Buy, Quantity.Parse("1000"), Price.Parse("100"), Money.Parse("0.1"), usd));
        account.Trade(new AccountTrade(2, contracts[2], 1, Leg.Net, Side.Sell, Quantity.Parse("1"), Price.Parse("100"), Money.Zero, usd));
        Assert.Equal(Money.Parse("5"), account.Unrealised(usd, i => i == 1 ? Price.Parse("105") : null));
        Assert.Null(account.Unrealised(btc, i => i == 1 ? Price.Parse("105") : null));
        account.Trade(new AccountTrade(1, contracts[1], 0, Leg.Net, Side.Sell, Quantity.Parse("400"), Price.Parse("110"), Money.Parse("0.1"), usd));
        account.Fund(new HoldingKey(1, 0, Leg.Net), Money.Parse("1.5"));
        Assert.Equal(Money.Parse("2.5"), account.Realised(usd, k => k.Strategy == 0));
        Assert.Equal(Money.Zero, account.Realised(usd, k => k.Strategy == 1));
        Assert.Equal((Money.Parse("0.2"), Money.Parse("1.5")), (account.FeesOf(new(1, 0, Leg.Net)), account.FundingOf(new(1, 0, Leg.Net))));
        Assert.Equal(Money.Parse("2.3"), account[usd].Total);
    }

    [Theory]
    [InlineData("usd")]
    [InlineData("U")]
    [InlineData("")]
    [InlineData("US D")]
    [InlineData("ABCDEFGHIJKLM")]
    public void A_currency_has_a_code(string code)
    {
        Assert.False(Currency.TryParse(code, out _));
        Assert.Throws<FormatException>(() => Currency.Of(code));
    }

    [Fact]
    public void A_contract_that_can_not_be_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Contract.Derivative(ContractKind.Spot, btc, usd, Quantity.Parse("1")));
        Assert.Throws<ArgumentException>(() => Contract.Inverse(ContractKind.Option, btc, usd, Quantity.Parse("1")));
        Assert.Throws<ArgumentException>(() => Contract.Derivative(ContractKind.Future, btc, usd, Quantity.Zero));
        Assert.True(contracts[3].IsQuanto);
        Assert.False(contracts[2].IsQuanto);
    }

    private static void Trade(Account account, Leg leg, Side side, string quantity) =>
        account.Trade(new AccountTrade(1, contracts[1], 0, leg, side, Quantity.Parse(quantity), Price.Parse("100"), Money.Zero, usd));
}
