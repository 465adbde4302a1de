using System.Globalization;
using System.Text.Json.Nodes;
using Noderr.Cli.Kafka.Output;
using Noderr.Domain.Events;
using Noderr.Domain.Numbers;
using Noderr.Simulation.Recorded;

namespace Noderr.Cli.Backtesting;

/// <summary>What a backtest came to, for a program: amounts and quantities are texts, so that no digit is lost.</summary>
internal static class BacktestJson
{
    public static JsonObject Of(BacktestResult result)
    {
        var (ledger, setup, total) = (result.Ledger, result.Setup, BacktestReport.Total.Of(result.Ledger));
        return new JsonObject
        {
            ["book"] = setup.Book.Name,
            ["events"] = result.Events,
            ["quotes"] = result.Quotes,
            ["first"] = result.First.ToString(),
            ["last"] = result.Last.ToString(),
            ["seconds"] = Math.Round(result.Took.TotalSeconds, 6),
            ["events_per_second"] = Math.Round(result.EventsPerSecond),
            ["state"] = result.State.ToString("x32", CultureInfo.InvariantCulture),
            ["lines"] = JsonText.Array(ledger.Lines.Where(l => l.WasQuoted || l.Orders > 0), l => Line(setup, l)),
            ["total"] = new JsonObject
            {
                ["orders"] = total.Orders,
                ["denied"] = total.Denied,
                ["fills"] = total.Fills,
                ["volume"] = total.Volume.ToString(),
                ["fees"] = total.Fees.ToString(),
                ["realised"] = total.Realised.ToString(),
                ["unrealised"] = total.Unrealised.ToString(),
                ["profit"] = total.Profit.ToString(),
                ["max_drawdown"] = ledger.Drawdown.Most.ToString(),
            },
            ["inferred"] = JsonText.Array(setup.Inferred, i => new JsonObject { ["instrument"] = i.Id, ["tick"] = i.Tick.ToString(), ["lot"] = i.Lot.ToString() }),
            ["skipped"] = JsonText.Array(result.Skipped, Skip),
        };
    }

    private static JsonObject Line(BacktestSetup setup, LedgerLine l) => new()
    {
        ["strategy"] = setup.Book.Strategies[l.Strategy].Name,
        ["instrument"] = setup.Instruments[l.Instrument].Id,
        ["orders"] = l.Orders,
        ["denied"] = l.Denied,
        ["fills"] = l.Fills,
        ["volume"] = l.Volume.ToString(),
        ["position"] = l.Position.Quantity.ToString(),
        ["fees"] = l.Position.Fees.ToString(),
        ["realised"] = l.Position.Realised.ToString(),
        ["unrealised"] = l.Unrealised.ToString(),
        ["profit"] = l.Profit.ToString(),
        ["max_drawdown"] = l.Drawdown.Most.ToString(),
    };

    private static JsonObject Skip(SkippedRows skipped) => new()
    {
        ["file"] = skipped.File,
        ["rows"] = skipped.Count,
        ["reason"] = skipped.Oddity.Describe(),
        ["first_line"] = skipped.FirstLine,
    };
}
