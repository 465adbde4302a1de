using Noderr.Domain.Algorithms;
using Noderr.Domain.Events;
using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;
using Noderr.Routing.Costs;

namespace Noderr.Tests.Unit.Costs;

/// <summary>Journals that are made up, told in seconds.</summary>
internal sealed class Story
{
    public static readonly InstrumentCatalog Instruments = new(
    [
        new Instrument(0, "AAA", "ALPHA", Price.Parse("0.01"), Quantity.Parse("1")),
        new Instrument(1, "AAA", "BETA", Price.Parse("0.01"), Quantity.Parse("1")),
        new Instrument(2, "BBB", "BETA", Price.Parse("0.01"), Quantity.Parse("1")),
    ]);

    private readonly List<MarketEvent> ticks = [];
    private readonly List<ExecutionEvent> executions = [];
    private readonly Dictionary<Identity, OrderEvent> made = [];
    private long trades;

    public OrderRecords Records { get; } = new();

    public static Timestamp At(double second) => new((long)(second * 1e9));

    public static Identity Name(string name) => Identity.Of(Identity.Kind.Order, (UInt128)name.Aggregate(7L, (hash, c) => hash * 31 + c), 1);

    public Story Quote(double second, string bid, string ask, int instrument = 0)
    {
        ticks.Add(MarketEvent.Quote(instrument, Price.Parse(bid), Price.Parse(ask), Quantity.Parse("10"), Quantity.Parse("10"), At(second)));
        return this;
    }

    public Story Trade(double second, string price, string size, int instrument = 0)
    {
        ticks.Add(MarketEvent.Trade(instrument, Price.Parse(price), Quantity.Parse(size), Side.Buy, At(second)));
        return this;
    }

    public Story Signal(double second, string name, Side side, string quantity, string reference, int instrument = 0)
    {
        Records.Apply(new SignalEvent(Name(name), 0, 0, instrument, side, Quantity.Parse(quantity), Price.Parse(reference), At(second)));
        return this;
    }

    /// <summary>Worked over time from then on, or to the end of that.</summary>
    public Story Work(double second, OrderKind kind, string name, Side side, string quantity)
    {
        Records.Apply(new OrderEvent(kind, Name(name), Identity.None, 0, 0, 0, side, Quantity.Parse(quantity), Price.Zero, DenialCode.None, At(second))
        {
            Algorithm = kind == OrderKind.WorkBegun ? new AlgorithmTerms { Kind = AlgorithmKind.Twap } : null,
        });
        return this;
    }

    /// <summary>Made, approved and sent at once, unless it is not sent at all.</summary>
    public Story Order(double second, string name, Side side, string quantity, string? cause = null, int instrument = 0, OrderTerms? terms = null, bool isSent = true)
    {
        var order = new OrderEvent(
            OrderKind.Created, Name(name), cause is null ? Identity.None : Name(cause), 0, 0, instrument, side, Quantity.Parse(quantity), Price.Zero, DenialCode.None, At(second))
        {
            Terms = terms ?? OrderTerms.AtMarket,
        };
        made[order.Order] = order;
        Records.Apply(order);
        if (!isSent) return this;
        Records.Apply(order with { Kind = OrderKind.Routed });
        return Says(second, name, ExecutionKind.Submitting, source: OrderSource.Local);
    }

    public Story Denied(double second, string name)
    {
        Records.Apply(made[Name(name)] with { Kind = OrderKind.Denied, Denial = DenialCode.BadTerms, At = At(second) });
        return this;
    }

    public Story Fill(double second, string name, string quantity, string price, string fee = "0") =>
        Says(second, name, ExecutionKind.Filled, quantity, price, fee);

    public Story Says(double second, string name, ExecutionKind kind, string? quantity = null, string price = "0", string fee = "0", OrderSource source = OrderSource.Venue)
    {
        var order = made[Name(name)];
        executions.Add(new ExecutionEvent(
            kind, order.Order, 0, 0, order.Instrument, order.Side, quantity is null ? order.Quantity : Quantity.Parse(quantity), Price.Parse(price), Money.Parse(fee), ++trades, At(second))
        {
            Source = source,
        });
        return this;
    }

    public CostAnalysis Analyse(Func<OrderRecord, bool>? isChosen = null)
    {
        foreach (var said in executions) Records.Apply(said);
        executions.Clear();
        var analysis = new CostAnalysis(Records, Instruments, isChosen ?? (static _ => true));
        foreach (var tick in ticks.OrderBy(t => t.At)) analysis.Observe(tick);
        return analysis;
    }
}
