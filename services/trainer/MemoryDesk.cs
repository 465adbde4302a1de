using Noderr.Domain.Books;
using Noderr.Domain.Events;
using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;
using Noderr.Executor;
using Noderr.Feature;
using Noderr.Journal.Deciders;
using Noderr.Journal.Memory;
using Noderr.Risk;
using Noderr.Router;
using Noderr.Simulation.Venues;
using Noderr.Strategy;
using Noderr.Venues;

namespace Noderr.Trainer;

/// <summary>
/// The whole chain from a tick to a fill in one thread: the deciders that trade live, the same wiring, and a venue that is not there.
/// </summary>
public sealed class MemoryDesk : IVenueReports
{
    // Nothing comes late or twice here.
    private const int Remembered = 1_024;

    private readonly MemoryShell shell = new();
    private readonly MemoryTopic<MarketEvent> market;
    private readonly MemoryHost<OrderEvent> routerHost;
    private readonly MemoryHost<RiskEvent> riskHost;
    private readonly MemoryHost<ExecutionEvent> executorHost;

    public MemoryDesk(Book book, InstrumentCatalog instruments)
    {
        Venue = new SimulatedVenue(instruments, this, new VenueSetup { Remembers = Remembered });
        Feature = new FeatureDecider(instruments.Count);
        Strategy = new StrategyDecider(book, instruments.Count);
        Router = new RouterDecider(book, instruments);
        Risk = new RiskDecider(book, instruments);
        Executor = new ExecutorDecider(book, Remembered);

        market = shell.Topic<MarketEvent>();
        Control = shell.Topic<ControlEvent>();
        var (features, signals, risk) = (shell.Topic<FeatureEvent>(), shell.Topic<SignalEvent>(), shell.Topic<RiskEvent>());
        Orders = shell.Topic<OrderEvent>();
        Executions = shell.Topic<ExecutionEvent>();

        riskHost = shell.Host(Risk, risk).Reads(market, Risk).Reads(Executions, Risk).Reads(Control, Risk);
        shell.Host(Feature, features).Reads(market, Feature);
        shell.Host(Strategy, signals).Reads(features, Strategy).Reads(Orders, Strategy).Reads(Executions, Strategy);
        routerHost = shell.Host(Router, Orders).Reads(market, Router).Reads(signals, Router).Reads(Control, Router).Reads(Executions, Router);
        executorHost = shell.Host(Executor, Executions).Reads(Orders, Executor);
        Orders.Subscribe(new AskRisk(this));
        Executions.Subscribe(new CallVenue(this));
    }

    public FeatureDecider Feature { get; }
    public StrategyDecider Strategy { get; }
    public RouterDecider Router { get; }
    public RiskDecider Risk { get; }
    public ExecutorDecider Executor { get; }
    public SimulatedVenue Venue { get; }
    public MemoryTopic<ControlEvent> Control { get; }
    public MemoryTopic<OrderEvent> Orders { get; }
    public MemoryTopic<ExecutionEvent> Executions { get; }

    /// <summary>Events that were delivered to a decider or an effect.</summary>
    public long Deliveries => shell.Deliveries;

    public void Tick(in MarketEvent e)
    {
        Venue.Advance(e.At);
        Venue.Show(e);
        market.Publish(e, e.At);
        shell.Run(e.At);
    }

    /// <summary>All that the deciders know, so that two runs can be told apart by a hash.</summary>
    public void Save(StateWriter state)
    {
        Feature.Save(state);
        Strategy.Save(state);
        Router.Save(state);
        Risk.Save(state);
        Executor.Save(state);
    }

    void IVenueReports.Report(in VenueReport report) => executorHost.Ask(Executor, report, report.At);

    private sealed class AskRisk(MemoryDesk desk) : ISubscriber<OrderEvent>
    {
        public void On(in OrderEvent e, Timestamp at)
        {
            if (e.Kind is not (OrderKind.Created or OrderKind.AmendProposed)) return;
            var (asked, quantity) = e.Kind == OrderKind.Created ? (e.Order, e.Quantity) : (e.Signal, Quantity.Zero);
            desk.riskHost.Ask(desk.Risk, new RiskCheck(asked, e.Book, e.Instrument, e.Side, quantity, e.Limit, e.Terms.IsReduceOnly), at);
            var denial = desk.Risk.AnswerTo(asked)?.Denial ?? DenialCode.NoAnswer;
            desk.routerHost.Ask(desk.Router, new RiskAnswer(asked, denial), at);
        }
    }

    private sealed class CallVenue(MemoryDesk desk) : ISubscriber<ExecutionEvent>
    {
        public void On(in ExecutionEvent e, Timestamp at)
        {
            var client = Identities.ClientOrder(e.Order);
            switch (e.Kind)
            {
                case ExecutionKind.Submitting: desk.Venue.Submit(new VenueOrder(client, e.Book, e.Instrument, e.Side, e.Quantity, e.Terms), at); break;
                case ExecutionKind.PendingCancel: desk.Venue.Cancel(client, at); break;
                case ExecutionKind.PendingUpdate: desk.Venue.Amend(new VenueAmendment(client, e.Quantity, e.Terms.Limit, e.Terms.Trigger, e.Terms.LinkMost), at); break;
            }
        }
    }
}
