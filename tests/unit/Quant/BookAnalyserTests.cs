using Noderr.Quant.Microstructure;
using static Noderr.Tests.Unit.Quant.GoldenTopic;

namespace Noderr.Tests.Unit.Quant;

public sealed class BookAnalyserTests
{
    private static readonly BookAnalyserSettings settings = new(Levels: 2, FlowUpdates: 4, BucketSize: 5, Buckets: 3, ImpactTrades: 6);

    [Fact]
    public void It_says_as_a_stream_what_the_reference_says_of_all_at_once() => Open("orderbook_execution").Each("book", (input, judge) =>
    {
        var (bid, bidSize, ask, askSize) = (Numbers(input["bid"]), Numbers(input["bid_size"]), Numbers(input["ask"]), Numbers(input["ask_size"]));
        var trades = input["trades"]!.AsArray().Select(t => Numbers(t)).ToArray();
        var analyser = new BookAnalyser(new BookAnalyserSettings(1, bid.Length, (double)input["bucket"]!, (int)input["buckets"]!, trades.Length));
        for (var i = 0; i < bid.Length; i++) analyser.Book([bid[i]], [bidSize[i]], [ask[i]], [askSize[i]]);
        foreach (var trade in trades) analyser.Trade(trade[0], trade[1], trade[2] > 0);
        judge.Equal("ofi", analyser.OrderFlow);
        judge.Equal("vpin", analyser.Vpin);
        judge.Equal("kyle_lambda", analyser.KyleLambda);
        judge.Close("microprice", Numbers(judge.Expected["microprice"])[^1], analyser.Top.Microprice);
    });

    [Fact]
    public void Its_windows_are_the_last_of_each()
    {
        var random = new Random(3);
        var analyser = new BookAnalyser(settings);
        var (tops, prices, signed) = (new List<TopOfBook>(), new List<double>(), new List<double>());
        for (var i = 0; i < 500; i++)
        {
            var top = new TopOfBook(100 + random.Next(3), 1 + random.Next(9), 104 + random.Next(3), 1 + random.Next(9));
            tops.Add(top);
            analyser.Book([top.Bid, top.Bid - 1], [top.BidSize, 3], [top.Ask, top.Ask + 1], [top.AskSize, 4]);
            var (price, size, isBuy) = (102.0 + random.Next(5), 1.0 + random.Next(4), random.Next(2) == 0);
            prices.Add(price);
            signed.Add(isBuy ? size : -size);
            analyser.Trade(price, size, isBuy);
            Assert.Equal(tops.Zip(tops.Skip(1), (a, b) => OrderFlowImbalance.Between(a, b)).TakeLast(4).Sum(), analyser.OrderFlow, 9);
            Assert.Equal((top.BidSize + 3 - top.AskSize - 4) / (top.BidSize + 3 + top.AskSize + 4), analyser.Imbalance, 12);
            if (i < 6) continue;
            var expected = PriceImpact.KyleLambda([.. prices.Zip(prices.Skip(1), (a, b) => b - a).TakeLast(6)], [.. signed.TakeLast(6)]);
            Assert.Equal(expected, analyser.KyleLambda, 9);
        }
    }

    [Fact]
    public void What_was_before_a_gap_does_not_flow_into_what_follows()
    {
        var analyser = new BookAnalyser(settings);
        analyser.Book([100], [5], [101], [5]);
        analyser.Book([100], [9], [101], [5]);
        Assert.Equal(4, analyser.OrderFlow);
        analyser.Book([], [], [101], [5]);
        analyser.Book([50], [70], [51], [5]);
        Assert.Equal((0, 50.0), (analyser.OrderFlow, analyser.Top.Bid));
        Assert.True(double.IsNaN(new BookAnalyser(settings).Imbalance) && double.IsNaN(new BookAnalyser(settings).KyleLambda));
    }

    [Fact]
    public void An_update_allocates_nothing()
    {
        var analyser = new BookAnalyser(settings);
        double[] bids = [100, 99], asks = [101, 102], sizes = [5, 6];
        var least = long.MaxValue;
        for (var round = 0; round < 5; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1000; i++)
            {
                analyser.Book(bids, sizes, asks, sizes);
                analyser.Trade(100 + i % 3, 1, i % 2 == 0);
                _ = analyser.OrderFlow + analyser.KyleLambda + analyser.Vpin;
            }
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.Equal(0, least);
    }

    [Theory]
    [InlineData(10, 3)]
    [InlineData(20, 7)]
    [InlineData(5, 0)]
    [InlineData(1000, 15)]
    public void Depth_within_so_many_basis_points_counts_the_level_at_the_border(double basisPoints, double expected) =>
        Assert.Equal(expected, DepthProfile.Within([99.9, 99.8, 99.5], [3, 4, 8], 100, basisPoints));
}
