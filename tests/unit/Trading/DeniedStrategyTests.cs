using Noderr.Domain.Books;
using Noderr.Domain.Events;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;
using Noderr.Journal.Deciders;
using Noderr.Strategy;

namespace Noderr.Tests.Unit.Trading;

public sealed class DeniedStrategyTests
{
    private static readonly Book Book = new(
        0, "main", [new StrategyDeclaration("climber", StrategyKind.Momentum, [0], Quantity.Parse("1"), 1, 0.1)], new Limits());

    private readonly StrategyDecider strategy = new(Book, 1);
    private readonly Output<SignalEvent> output = new();
    private Timestamp now = new(1_764_000_000_000_000_000);

    [Fact]
    public void Who_is_denied_asks_again_later_each_time_and_never_later_than_half_a_minute()
    {
        WarmUp();
        var pauses = Enumerable.Range(0, 12).Select(_ =>
        {
            var signal = Tick() ?? throw new InvalidOperationException("no signal");
            Denied(signal);
            var since = now;
            while (!Signals()) now += TimeSpan.FromMilliseconds(10);
            return (now - since).TotalMilliseconds;
        }).ToArray();
        Assert.Equal([100, 200, 400, 800, 1600, 3200, 6400, 12800, 25600, 30000, 30000, 30000], pauses);
    }

    [Fact]
    public void A_fill_forgives()
    {
        WarmUp();
        for (var i = 0; i < 5; i++)
        {
            Denied(Tick()!.Value);
            while (!Signals()) now += TimeSpan.FromMilliseconds(10);
        }
        var filled = Tick()!.Value;
        var order = Identities.Order(0, filled.Id, 1);
        strategy.Observe(Order(OrderKind.Created, filled), now);
        strategy.Observe(new ExecutionEvent { Kind = ExecutionKind.Filled, Order = order, Book = 0, Strategy = 0, Instrument = 0, Side = filled.Side, Quantity = filled.Quantity, At = now }, now);
        Denied(Tick(falling: true)!.Value);
        var since = now;
        while (!Signals(falling: true)) now += TimeSpan.FromMilliseconds(10);
        Assert.Equal(100, (now - since).TotalMilliseconds);
    }

    [Fact]
    public void The_hold_survives_a_snapshot()
    {
        WarmUp();
        Denied(Tick()!.Value);
        var state = new StateWriter();
        strategy.Save(state);
        var restored = new StrategyDecider(Book, 1);
        var reader = new StateReader(state.Written.ToArray());
        restored.Load(ref reader);
        Assert.True(reader.IsAtEnd);
        output.Clear();
        restored.Decide(Feature(falling: false), now, output);
        Assert.Equal(0, output.Count);
        restored.Decide(Feature(falling: false), now + TimeSpan.FromMilliseconds(100), output);
        Assert.Equal(1, output.Count);
    }

    private void WarmUp()
    {
        for (var i = 0; i < 200; i++) strategy.Observe(Feature(falling: false), now);
    }

    /// <summary>A signal that is made, if it would be.</summary>
    private SignalEvent? Tick(bool falling = false)
    {
        if (!Signals(falling)) return null;
        var said = output[0];
        strategy.Evolve(said, now);
        return said;
    }

    private bool Signals(bool falling = false)
    {
        output.Clear();
        strategy.Decide(Feature(falling), now, output);
        return output.Count > 0;
    }

    private void Denied(in SignalEvent signal) => strategy.Observe(Order(OrderKind.Denied, signal), now);

    private OrderEvent Order(OrderKind kind, in SignalEvent signal) => new(
        kind, Identities.Order(0, signal.Id, 1), signal.Id, 0, 0, 0, signal.Side, signal.Quantity, signal.Reference, kind == OrderKind.Denied ? DenialCode.ExposureLimit : DenialCode.None, now);

    private FeatureEvent Feature(bool falling) => new(0, 100, 100, falling ? 90 : 110, 100, 0, 0.1, Price.Parse("99.9"), Price.Parse("100.1"), now);
}
