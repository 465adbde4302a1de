using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;

namespace Noderr.Tests.Unit.Domain.Orders;

/// <summary>A venue does what it does; its reports are lost, late, doubled and out of order; once it is asked, the order is what it is at the venue.</summary>
public sealed class VenueTruthTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void The_end_is_the_venues_truth(ulong seed)
    {
        var random = new SeededRandom(seed);
        var revived = 0;
        for (var i = 0; i < 50_000; i++)
        {
            var order = new Order(new Identity((UInt128)(i + 1)), Side.Sell, new Quantity(100));
            order.Apply(OrderChange.Submitted, OrderSource.Local);
            var (truth, reports) = Life(ref random);
            foreach (var report in Mistreat(reports, ref random))
            {
                var filled = order.Filled;
                var ended = order.Status;
                if (random.Unit() < 0.05) Meddle(order, ref random);
                var verdict = report(order);
                Assert.True(order.Filled >= filled, "a fill is gone");
                Assert.NotEqual(OrderVerdict.Refused, verdict);
                if (ended.IsClosed() && !order.Status.IsClosed()) revived++;
            }
            truth.Settle(order);
            Assert.Equal((truth.Status, truth.Filled, truth.Quantity, false), (order.Status, order.Filled, order.Quantity, order.IsUnknown));
            Assert.Equal(truth.Filled.Sign == 0 ? null : truth.FilledAt, order.AveragePrice);
            // Asked again, nothing changes.
            var trades = order.Trades;
            truth.Settle(order);
            Assert.Equal((truth.Status, truth.Filled, trades), (order.Status, order.Filled, order.Trades));
        }
        Assert.True(revived > 100, $"only {revived} orders were believed to be over and were not");
    }

    private delegate OrderVerdict Report(Order order);

    private static (VenueStatement Truth, List<Report> Reports) Life(ref SeededRandom random)
    {
        List<Report> reports = [];
        if (random.Unit() < 0.1)
        {
            reports.Add(o => o.Apply(OrderChange.Rejected, OrderSource.Venue));
            return (new VenueStatement(OrderStatus.Rejected, new Quantity(100), Quantity.Zero, Price.Zero, []), reports);
        }
        reports.Add(o => o.Apply(OrderChange.Accepted, OrderSource.Venue));
        var (status, quantity, filled, trades) = (OrderStatus.Accepted, 100L, 0L, new List<VenueTrade>());
        for (var steps = (int)(random.Unit() * 6); steps > 0 && !status.IsClosed(); steps--)
        {
            switch (random.Unit())
            {
                case < 0.6:
                    // Each trade at the same price, so that the average of all is exact whatever the venue still names.
                    var trade = new VenueTrade(random.Next(), new Quantity(1 + (long)(random.Unit() * (quantity - filled))), new Price(250));
                    trades.Add(trade);
                    filled += trade.Size.Units;
                    status = filled >= quantity ? OrderStatus.Filled : OrderStatus.PartiallyFilled;
                    reports.Add(o => o.Fill(trade.Id, trade.Size, trade.Price, OrderSource.Venue));
                    break;
                case < 0.75:
                    quantity = Math.Max(filled + 1, 50 + (long)(random.Unit() * 150));
                    var terms = new Quantity(quantity);
                    reports.Add(o => o.Apply(OrderChange.Updated, OrderSource.Venue, terms));
                    break;
                case < 0.9:
                    status = OrderStatus.Canceled;
                    reports.Add(o => o.Apply(OrderChange.Canceled, OrderSource.Venue));
                    break;
                default:
                    status = OrderStatus.Expired;
                    reports.Add(o => o.Apply(OrderChange.Expired, OrderSource.Venue));
                    break;
            }
        }
        // A venue forgets single trades before it forgets the order.
        if (random.Unit() < 0.3 && trades.Count > 0) trades.RemoveAt((int)(random.Unit() * trades.Count));
        return (new VenueStatement(status, new Quantity(quantity), new Quantity(filled), new Price(250), trades), reports);
    }

    private static List<Report> Mistreat(List<Report> reports, ref SeededRandom random)
    {
        List<Report> coming = [];
        foreach (var report in reports)
        {
            var fate = random.Unit();
            if (fate < 0.15) continue;
            coming.Add(report);
            if (fate > 0.85) coming.Insert((int)(random.Unit() * coming.Count), report);
        }
        if (random.Unit() < 0.5)
            for (var i = coming.Count - 1; i > 0; i--)
            {
                var j = (int)(random.Unit() * (i + 1));
                (coming[i], coming[j]) = (coming[j], coming[i]);
            }
        return coming;
    }

    // What we do meanwhile: ask for something, hear nothing, conclude wrongly that it is over.
    private static void Meddle(Order order, ref SeededRandom random)
    {
        switch (random.Unit())
        {
            case < 0.3:
                order.Apply(OrderChange.PendingCancel, OrderSource.Local);
                break;
            case < 0.5:
                order.Apply(OrderChange.PendingUpdate, OrderSource.Local);
                break;
            case < 0.7:
                order.Lost();
                break;
            default:
                order.Apply(OrderChange.Canceled, OrderSource.Reconciliation);
                break;
        }
    }
}
