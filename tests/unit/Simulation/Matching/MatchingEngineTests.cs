using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;
using Noderr.Simulation.Matching;

namespace Noderr.Tests.Unit.Simulation.Matching;

public sealed class MatchingEngineTests
{
    /// <summary>A million commands together, over books that are narrow, wide, thin, and at the ends of what a price can be.</summary>
    [Theory]
    [InlineData(1, 0, 20, 40, 300_000)]
    [InlineData(2, 100_000, 400, 120, 250_000)]
    [InlineData(3, 0, 1_000_000, 60, 150_000)]
    [InlineData(4, -70_000, 5, 15, 200_000)]
    [InlineData(5, 0, MatchingEngine.HighestPrice, 80, 100_000)]
    public void It_does_what_a_list_would_do(ulong seed, long middle, long spread, int orders, int commands)
    {
        var (engine, slow, trades, random) = (new MatchingEngine(), new SlowBook(), new Kept(), new SeededRandom(seed));
        for (var i = 0; i < commands; i++)
        {
            var command = Next(ref random, slow.Ids, middle, spread, orders);
            Assert.Equal(slow.Play(command), command.Play(engine, ref trades));
            if (slow.Trades.Count == trades.All.Count && i % 64 != 0) continue;
            Assert.Equal(slow.Trades, trades.All);
            foreach (var side in new[] { Side.Buy, Side.Sell }) Assert.Equal(slow.Levels(side), engine.Levels(side));
            Assert.Equal(slow.Levels(Side.Buy).Select(l => (BookLevel?)l).FirstOrDefault(), engine.BestBid);
            Assert.Equal(slow.Levels(Side.Sell).Select(l => (BookLevel?)l).FirstOrDefault(), engine.BestAsk);
            slow.Trades.Clear();
            trades.All.Clear();
        }
        Assert.Equal(slow.Ids.Count, engine.Orders);
    }

    [Fact]
    public void A_book_that_has_been_as_large_as_it_gets_allocates_nothing()
    {
        var (engine, trades, random) = (new MatchingEngine(), new Counted(), new SeededRandom(9));
        var ids = new long[20_000];
        for (var i = 0; i < ids.Length; i++) engine.Enter(ids[i] = i, i % 2 == 0 ? Side.Buy : Side.Sell, Price(i), 1000, rests: true, ref trades);
        // A collection in the middle of a round charges this thread with what is left of its buffer: the least of some rounds is the engine's own.
        var least = long.MaxValue;
        for (var round = 0; round < 6; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 200_000; i++) engine.Move(ids[(int)(random.Unit() * ids.Length)], Price(i), ref trades);
            for (var i = 0; i < ids.Length; i++)
            {
                engine.Cancel(ids[i]);
                engine.Enter(ids[i], i % 2 == 0 ? Side.Buy : Side.Sell, Price(i), 1000, rests: true, ref trades);
                engine.Enter(-1, Side.Buy, 1_000, 500, rests: false, ref trades);
            }
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.Equal(0, least);
        Assert.True(trades.Size > 0);

        // A tenth of them meet somebody.
        long Price(int i) => (i % 2 == 0 ? -1 : 1) * (long)(random.Unit() * 300 - 30);
    }

    private static BookCommand Next(ref SeededRandom random, IReadOnlyList<long> ids, long middle, long spread, int orders)
    {
        var price = middle + (long)((random.Unit() * 2 - 1) * spread);
        var id = (long)(random.Next() >> 1);
        // Now and then a name that nobody knows, or one that is there already; a size or a price that can't be.
        var known = ids.Count > 0 && random.Unit() < 0.97 ? ids[(int)(random.Unit() * ids.Count)] : id;
        if (random.Unit() < 0.01) price = random.Unit() < 0.5 ? MatchingEngine.HighestPrice : -MatchingEngine.HighestPrice - 1;
        var size = random.Unit() < 0.01 ? 0 : random.Unit() < 0.01 ? MatchingEngine.LargestSize : 1 + (long)(random.Unit() * 100);
        var side = random.Unit() < 0.5 ? Side.Buy : Side.Sell;
        var enters = ids.Count < orders ? 0.5 : 0.1;
        return random.Unit() switch
        {
            var p when p < enters => new BookCommand(BookOperation.Enter, side, random.Unit() < 0.01 ? known : id, price, size),
            var p when p < enters + 0.1 => new BookCommand(BookOperation.EnterOrGiveUp, side, id, price, size),
            var p when p < enters + 0.2 => new BookCommand(BookOperation.Cancel, default, known, 0, 0),
            var p when p < enters + 0.3 => new BookCommand(BookOperation.Reduce, default, known, 0, size),
            _ => new BookCommand(BookOperation.Move, default, known, price, 0),
        };
    }

    private readonly struct Kept() : ITrades
    {
        public List<Trade> All { get; } = [];

        public Meeting Meets(long taker, long maker) => Meeting.Trade;

        public void On(in Trade trade) => All.Add(trade);
    }

    private struct Counted : ITrades
    {
        public long Size;

        public readonly Meeting Meets(long taker, long maker) => Meeting.Trade;

        public void On(in Trade trade) => Size += trade.Size;
    }
}
