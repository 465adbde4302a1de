using System.Globalization;
using Noderr.Cli.Kafka.Output;
using Noderr.Domain.Events;
using Noderr.Domain.Numbers;

namespace Noderr.Cli.Backtesting;

/// <summary>What a backtest came to, for a human.</summary>
internal static class BacktestReport
{
    /// <summary>Beyond it, cents are enough to tell two results apart.</summary>
    private static readonly Money Cents = Money.Parse("10");

    public static void Write(TextWriter output, BacktestResult result)
    {
        var (ledger, setup) = (result.Ledger, result.Setup);
        var shown = ledger.Lines.Where(l => l.WasQuoted || l.Orders > 0).ToList();
        var decimals = shown.Any(l => l.Profit.Abs > Cents) ? 2 : 6;
        var table = new Table("STRATEGY", "INSTRUMENT", ">ORDERS", ">DENIED", ">FILLS", ">VOLUME", ">FEES", ">REALISED", ">UNREALISED", ">PROFIT", ">MAX DRAWDOWN");
        foreach (var l in shown)
        {
            table.Add(
                setup.Book.Strategies[l.Strategy].Name, setup.Instruments[l.Instrument].Id, Say.Number(l.Orders), Say.Number(l.Denied), Say.Number(l.Fills),
                Show(l.Volume), Show(l.Position.Fees), Show(l.Position.Realised), Show(l.Unrealised), Show(l.Profit), Show(l.Drawdown.Most));
        }
        var total = Total.Of(ledger);
        table.Add("all", "", Say.Number(total.Orders), Say.Number(total.Denied), Say.Number(total.Fills),
            Show(total.Volume), Show(total.Fees), Show(total.Realised), Show(total.Unrealised), Show(total.Profit), Show(ledger.Drawdown.Most));
        table.Write(output);
        output.WriteLine();
        output.WriteLine($"market   {Say.Count(result.Events, "event")} from {result.First} to {result.Last}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"speed    {result.Took.TotalSeconds:0.00} s, {result.EventsPerSecond:N0} events/s"));
        output.WriteLine($"state    {result.State.ToString("x32", CultureInfo.InvariantCulture)}");

        string Show(Money amount) => (amount.Units / 1_000_000_000m).ToString($"N{decimals}", CultureInfo.InvariantCulture);
    }

    /// <summary>What a user should know before believing the figures.</summary>
    public static IEnumerable<string> Remarks(BacktestResult result)
    {
        foreach (var i in result.Setup.Inferred)
            yield return $"{i.Id} is not configured: tick {i.Tick} and lot {i.Lot} are inferred from the data, and there are no fees";
        foreach (var skipped in result.Skipped) yield return skipped.ToString();
        if (result.Quotes == 0) yield return "there are trades and no quotes: strategies look at quotes, so none of them could trade";
    }

    internal readonly record struct Total(long Orders, long Denied, long Fills, Money Volume, Money Fees, Money Realised, Money Unrealised)
    {
        public Money Profit => Realised + Unrealised - Fees;

        public static Total Of(Ledger ledger) => ledger.Lines.Aggregate(default(Total), (sum, l) => new Total(
            sum.Orders + l.Orders, sum.Denied + l.Denied, sum.Fills + l.Fills, sum.Volume + l.Volume,
            sum.Fees + l.Position.Fees, sum.Realised + l.Position.Realised, sum.Unrealised + l.Unrealised));
    }
}
