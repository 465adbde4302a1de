using Noderr.Domain.Numbers;
using Noderr.Trainer;

namespace Noderr.Tests.Unit.Trading;

[Collection(nameof(MeasuredAlone))]
public sealed class MemoryDeskTests
{
    [Fact]
    public void The_same_seed_ends_in_the_same_state_and_another_does_not()
    {
        Assert.Equal(SampleDesk.Hash(SampleDesk.Run(7, 50_000)), SampleDesk.Hash(SampleDesk.Run(7, 50_000)));
        Assert.NotEqual(SampleDesk.Hash(SampleDesk.Run(7, 50_000)), SampleDesk.Hash(SampleDesk.Run(8, 50_000)));
    }

    [Fact]
    public void It_trades_and_everybody_agrees_on_the_positions()
    {
        var desk = new MemoryDesk(SampleDesk.Book, SampleDesk.Instruments);
        var fills = new SampleDesk.Fills();
        desk.Executions.Subscribe(fills);
        var market = SampleDesk.Market(3);
        for (var i = 0; i < 200_000; i++) desk.Tick(market.Next());

        Assert.InRange(fills.All.Count, 100, 100_000);
        foreach (var instrument in SampleDesk.Instruments)
        {
            var i = instrument.Index;
            var filled = fills.All.Where(f => f.Instrument == i).Aggregate(Quantity.Zero, (sum, f) => sum + (f.Side == Noderr.Domain.Orders.Side.Buy ? f.Quantity : -f.Quantity));
            var strategies = Enumerable.Range(0, SampleDesk.Book.Strategies.Count).Aggregate(Quantity.Zero, (sum, s) => sum + desk.Strategy.PositionOf(s, i));
            Assert.Equal((filled, filled, filled), (desk.Venue.PositionOf(i), desk.Risk.PositionOf(i), strategies));
        }
        Assert.Empty(desk.Executor.Working);
        Assert.Empty(desk.Router.Asking);
    }

    [Fact]
    public void An_event_allocates_nothing_in_steady_state()
    {
        var market = SampleDesk.Market(5);
        var ticks = Enumerable.Range(0, 400_000).Select(_ => market.Next()).ToArray();
        var desk = new MemoryDesk(SampleDesk.Book, SampleDesk.Instruments);
        for (var i = 0; i < 200_000; i++) desk.Tick(ticks[i]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 200_000; i < 400_000; i++) desk.Tick(ticks[i]);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
