using Noderr.Domain.Algorithms;
using Noderr.Domain.Events;
using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;
using Noderr.Quant.Execution;
using Noderr.Routing.Algorithms;
using Noderr.Simulation.Markets;

namespace Noderr.Tests.Unit.Algorithms;

/// <summary>Orders that are worked in a market out of a seed, by an owner that dies at random moments and is followed by one that knows the record alone.</summary>
public sealed class WorkerTests
{
    private static readonly Instrument Instrument = new(0, "ETH-USD", "ALPHA", Price.Parse("0.01"), Quantity.Parse("0.001"));
    private static readonly Timestamp Start = Timestamp.FromMilliseconds(1_700_000_000_000);

    public static TheoryData<AlgorithmKind, ulong> All => [.. from kind in Enum.GetValues<AlgorithmKind>() from seed in new ulong[] { 1, 2, 3 } select (kind, seed)];

    [Theory]
    [MemberData(nameof(All))]
    public void No_slice_is_sent_twice_and_all_of_it_is_traded_and_no_more(AlgorithmKind kind, ulong seed)
    {
        var run = new Run(kind, seed, jitter: 300_000);
        run.Play();
        Assert.Equal(Enumerable.Range(0, run.Sent.Count), run.Sent.Select(s => s.Slice));
        Assert.True(run.MostTogether <= run.Order.Quantity, $"seed {seed}: {run.MostTogether} was filled or at venues");
        Assert.Equal((run.Order.Quantity, WorkAct.Done), (run.Filled, run.Last.Act));
        Assert.True(run.Deaths > 1, "nobody died");
    }

    /// <summary>Behind by no more than what the newest slice has and what could not be bought before.</summary>
    [Theory]
    [InlineData(AlgorithmKind.Twap)]
    [InlineData(AlgorithmKind.Vwap)]
    [InlineData(AlgorithmKind.Shortfall)]
    public void A_schedule_is_kept_to_within_two_slices(AlgorithmKind kind)
    {
        var run = new Run(kind, 4, jitter: 0) { IsLiquid = true };
        var schedule = new TargetSchedule(run.Order);
        var worst = 0.0;
        run.AfterEach = now => worst = Math.Max(worst, (schedule.At(now).Sent - run.Filled).Abs.ToDouble());
        run.Play();
        var largest = Enumerable.Range(0, schedule.Count).Max(i => schedule.SizeOf(i).ToDouble());
        TestContext.Current.SendDiagnosticMessage($"{kind}: {worst:0.000} off at most, the largest slice is {largest:0.000}");
        Assert.InRange(worst, 0, 2 * largest);
    }

    [Fact]
    public void A_share_of_the_volume_is_a_share_of_the_volume()
    {
        var run = new Run(AlgorithmKind.Pov, 5, jitter: 0) { IsLiquid = true };
        run.Play(stopBeforeEnd: true);
        var share = run.Filled.ToDouble() / run.Volume.ToDouble();
        Assert.InRange(share, 0.095, 0.1);
    }

    [Fact]
    public void Schedules_are_the_closed_forms()
    {
        var even = new TargetSchedule(Worked(AlgorithmKind.Twap, 0));
        Assert.All(Enumerable.Range(0, even.Count), i => Assert.Equal((Quantity.Parse("0.2"), Start + TimeSpan.FromSeconds(6 * i)), (even.SizeOf(i), even.TimeOf(i))));

        var order = Worked(AlgorithmKind.Shortfall, 0);
        var model = new AlmgrenChriss(20, 1, 100, 0.3, 1e-6, 0, 0, 2e-6 / 0.09 * 4);
        // The same kappa T, by the model's own parameters.
        var falling = new TargetSchedule(order with { Terms = order.Terms with { Urgency = model.Kappa } });
        var holdings = model.Holdings();
        for (var (i, left) = (0, 20.0); i < falling.Count; i++)
        {
            left -= falling.SizeOf(i).ToDouble();
            Assert.Equal(holdings[i + 1], left, 0.001);
        }
    }

    [Fact]
    public void A_pause_moves_the_rest_of_the_schedule()
    {
        var worker = new Worker(Worked(AlgorithmKind.Twap, 0));
        var market = new MarketView(Price.Parse("3000"), Price.Parse("3000.01"), Quantity.Parse("10"), Quantity.Parse("10"));
        var progress = new WorkProgress(5, Quantity.Parse("1"), Quantity.Zero, Start, Quantity.Zero, TimeSpan.Zero, true);
        var now = Start + TimeSpan.FromSeconds(30);
        Assert.Equal(WorkAct.Wait, worker.Next(progress, market, now).Act);
        progress = progress with { IsPaused = false, Paused = TimeSpan.FromSeconds(60) };
        Assert.Equal(Start + TimeSpan.FromSeconds(90), worker.Next(progress, market, Start + TimeSpan.FromSeconds(89)).Until);
        Assert.Equal(Quantity.Parse("0.2"), worker.Next(progress, market, Start + TimeSpan.FromSeconds(90)).Quantity);
    }

    [Fact]
    public void Who_is_behind_catches_up_by_as_much_as_it_may()
    {
        var order = Worked(AlgorithmKind.Twap, 0);
        var market = new MarketView(Price.Parse("3000"), Price.Parse("3000.01"), Quantity.Parse("10"), Quantity.Parse("10"));
        foreach (var (millionths, size) in new[] { (0, "0.2"), (500_000, "0.3"), (1_000_000, "0.4"), (100_000_000, "2") })
        {
            var step = new Worker(order with { Terms = order.Terms with { CatchUpMillionths = millionths } }).Next(default, market, Start + TimeSpan.FromSeconds(54));
            Assert.Equal(Quantity.Parse(size), step.Quantity);
        }
    }

    [Fact]
    public void A_limit_is_never_crossed()
    {
        var worker = new Worker(Worked(AlgorithmKind.Twap, 0) with { Limit = Price.Parse("2999") });
        var market = new MarketView(Price.Parse("3000"), Price.Parse("3000.01"), Quantity.Parse("10"), Quantity.Parse("10"));
        // What is not offered within it is waited for, until the end.
        Assert.Equal((WorkAct.Wait, worker.Order.Terms.End), (worker.Next(default, market, Start).Act, worker.Next(default, market, Start).Until));
        Assert.Equal(Price.Parse("2998.5"), worker.Next(default, market with { Ask = Price.Parse("2998.5") }, Start).Terms.Limit);
        Assert.Equal(WorkAct.Done, worker.Next(default, market, worker.Order.Terms.End).Act);
    }

    [Theory]
    [InlineData(AlgorithmKind.Twap, 0, 0, "0", "slices are 1 to 10000")]
    [InlineData(AlgorithmKind.Vwap, 2, 0, "0", "a volume profile has a share of 0 or more for each slice, and they add up to 1000000 millionths")]
    [InlineData(AlgorithmKind.Pov, 0, 0, "0", "a share of volume is 1 to 500000 millionths")]
    [InlineData(AlgorithmKind.Pov, 3, 100, "0", "Pov has no slices by time")]
    [InlineData(AlgorithmKind.Iceberg, 0, 0, "30", "display is a multiple of the lot 0.001 of ETH-USD@ALPHA, at least 0.001 and at most the quantity 20")]
    [InlineData(AlgorithmKind.Twap, 10, 0, "1", "Twap takes no display")]
    [InlineData(AlgorithmKind.Twap, 10000, 0, "0", null)]
    public void Terms_that_can_not_be_are_refused_in_words(AlgorithmKind kind, int slices, int share, string display, string? fault)
    {
        var terms = new AlgorithmTerms { Kind = kind, Start = Start, End = Start + TimeSpan.FromMinutes(10), Slices = slices, ShareMillionths = share, Display = Quantity.Parse(display) };
        Assert.Equal(fault, terms.Fault(Quantity.Parse("20"), Price.Parse("3000"), Instrument));
    }

    private static WorkedOrder Worked(AlgorithmKind kind, int jitter) => new(
        new Identity(UInt128.One << 90 | 12345), Side.Buy, Quantity.Parse("20"), kind is AlgorithmKind.Iceberg or AlgorithmKind.Sniper ? Price.Parse("3100") : null,
        Instrument.Tick, Instrument.Lot, Instrument.MinQuantity,
        new AlgorithmTerms
        {
            Kind = kind,
            Start = Start,
            End = Start + TimeSpan.FromMinutes(10),
            Slices = kind is AlgorithmKind.Twap or AlgorithmKind.Vwap or AlgorithmKind.Shortfall ? 100 : 0,
            JitterMillionths = jitter,
            Profile = kind == AlgorithmKind.Vwap ? [.. Enumerable.Range(0, 100).Select(i => i % 2 == 0 ? 10_000 + i * 40 : 10_000 - (i - 1) * 40)] : [],
            ShareMillionths = kind == AlgorithmKind.Pov ? 100_000 : 0,
            Urgency = kind == AlgorithmKind.Shortfall ? 2 : 0,
            Display = kind is AlgorithmKind.Iceberg or AlgorithmKind.Sniper ? Quantity.Parse("0.5") : Quantity.Zero,
        });

    private sealed class Run(AlgorithmKind kind, ulong seed, int jitter)
    {
        private readonly SyntheticMarket market = new(new InstrumentCatalog([Instrument]), new Dictionary<string, double> { ["ETH-USD"] = 3_000 }, seed, 20, Start);
        private readonly List<(Timestamp Due, Quantity Size, bool Fills)> underWay = [];
        private SeededRandom random = new(seed);
        private Quantity working;
        private Timestamp? lastSent;

        public WorkedOrder Order { get; } = Worked(kind, jitter);

        public bool IsLiquid { get; init; }

        public List<WorkStep> Sent { get; } = [];

        public Quantity Filled { get; private set; }

        public Quantity Volume { get; private set; }

        public Quantity MostTogether { get; private set; }

        public WorkStep Last { get; private set; }

        public int Deaths { get; private set; }

        public Action<Timestamp> AfterEach { get; set; } = static _ => { };

        public void Play(bool stopBeforeEnd = false)
        {
            var worker = new Worker(Order);
            var view = new MarketView();
            for (var i = 0; i < 40_000 && Last.Act != WorkAct.Done; i++)
            {
                var tick = market.Next();
                if (stopBeforeEnd && tick.At >= Order.Terms.End) return;
                if (tick.Kind == MarketKind.Quote) view = new MarketView(tick.Bid, tick.Ask, tick.BidSize, tick.AskSize);
                else Volume += tick.Size;
                Arrive(tick.At);
                if (random.Unit() < 0.1)
                {
                    Deaths++;
                    worker = new Worker(Order);
                }
                Last = worker.Next(new WorkProgress(Sent.Count, Filled, working, lastSent, Volume, TimeSpan.Zero, false), view, tick.At);
                if (Last.Act == WorkAct.Send) Send(Last, tick.At);
                else if (Last.Act == WorkAct.TakeBack) (working, _) = (Quantity.Zero, Clear());
                AfterEach(tick.At);
            }
        }

        private bool Clear()
        {
            underWay.Clear();
            return true;
        }

        // Slices come to the venue late, trade in part, or not at all.
        private void Send(WorkStep step, Timestamp now)
        {
            Sent.Add(step);
            lastSent = now;
            working += step.Quantity;
            if (Filled + working is var together && together > MostTogether) MostTogether = together;
            underWay.Add((now + TimeSpan.FromMilliseconds(IsLiquid ? 0 : random.Unit() * 400), step.Quantity, IsLiquid || random.Unit() < 0.8));
        }

        private void Arrive(Timestamp now)
        {
            for (var i = underWay.Count - 1; i >= 0; i--)
            {
                var (due, size, fills) = underWay[i];
                if (due > now) continue;
                underWay.RemoveAt(i);
                working -= size;
                if (!fills) continue;
                var filled = IsLiquid || random.Unit() < 0.5 ? size : new Quantity((long)(size.Units * random.Unit())).Down(Instrument.Lot);
                Filled += filled;
                Volume += filled;
            }
        }
    }
}
