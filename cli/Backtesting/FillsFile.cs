using Noderr.Domain.Events;
using Noderr.Domain.Numbers;
using Noderr.Journal.Memory;

namespace Noderr.Cli.Backtesting;

/// <summary>fills.csv: a row for each fill, written as it happens.</summary>
internal sealed class FillsFile : ISubscriber<ExecutionEvent>, IDisposable
{
    private readonly BacktestSetup setup;
    private readonly StreamWriter writer;

    public FillsFile(string path, BacktestSetup setup)
    {
        (this.setup, writer) = (setup, new StreamWriter(path) { NewLine = "\n" });
        writer.WriteLine("ts_ns,time,strategy,instrument,side,quantity,price,fee,order,trade");
    }

    public void On(in ExecutionEvent e, Timestamp at)
    {
        if (e.Kind != ExecutionKind.Filled) return;
        var (strategy, instrument) = (setup.Book.Strategies[e.Strategy].Name, setup.Instruments[e.Instrument].Id);
        writer.WriteLine($"{e.At.Nanoseconds},{e.At},{strategy},{instrument},{e.Side.ToString().ToLowerInvariant()},{e.Quantity},{e.Price},{e.Fee},{e.Order},{e.Trade}");
    }

    public void Dispose() => writer.Dispose();
}
