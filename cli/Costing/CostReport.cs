using Noderr.Hosting.Journals;
using Noderr.Routing.Costs;

namespace Noderr.Cli.Costing;

/// <summary>What is told of the costs of some orders.</summary>
internal sealed class CostReport
{
    private readonly JournalCatalog catalog;

    public CostReport(CostAnalysis analysis, JournalCatalog catalog)
    {
        this.catalog = catalog;
        (Denied, Orders, Decisions) = (analysis.Denied, [.. analysis.Orders()], [.. analysis.Decisions()]);
        Venues = Scorecard.By(Orders, VenueOf);
        Strategies = Scorecard.By(Decisions, StrategyOf);
        Styles = Scorecard.By(Decisions, d => d.Style);
    }

    public int Denied { get; }

    public OrderCost[] Orders { get; }

    public OrderCost[] Decisions { get; }

    public Scorecard[] Venues { get; }

    public Scorecard[] Strategies { get; }

    public Scorecard[] Styles { get; }

    /// <summary>Those that cost most, by money.</summary>
    public IEnumerable<OrderCost> Worst => Decisions.Where(d => d.IsMeasured && d.Filled.Sign > 0).OrderByDescending(d => d.Parts.Total).ThenBy(d => d.Id.Value);

    public string VenueOf(OrderCost order) => catalog.Instruments[order.Instrument].Venue;

    public string InstrumentOf(OrderCost order) => catalog.Instruments[order.Instrument].Id;

    public string StrategyOf(OrderCost order) => $"{catalog.Books[order.Book].Name}/{catalog.Books[order.Book].Strategies[order.Strategy].Name}";
}
