using System.Text;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;
using Noderr.Tests.Unit.Hosting;

namespace Noderr.Tests.Unit.Domain.Orders;

/// <summary>Every status meets every change, in the venue's words; what stands in a cell is where the order stands then.</summary>
public sealed class OrderTransitionTests
{
    private const string Letters = "IDERSAJTUKHFCX";

    // - refused   . nothing new   a letter: the status then; the pending ones were Accepted before, the closed ones were ended by the venue.
    private static readonly string[] expected =
    [
        //  denied, emulated, released, submitted, accepted, rejected, pending update, pending cancel, modify rejected, cancel rejected, updated, triggered, canceled, expired, filled in part, filled
        "I: D E R S A J - - - - I T C X H F",
        "D: - - - - A . - - . . . T . . H F",
        "E: - - R - - - - - - - E - C X H F",
        "R: D - - S - - - - - - R - C X H F",
        "S: - - - - A J U K . . S T C X H F",
        "A: - - - - . J U K . . A T C X H F",
        "J: - - - - . . - - . . . . . . J F",
        "T: - - - - . J U K . . T . C X H F",
        "U: - - - - U J - K A . A U C X U F",
        "K: - - - - K J - - . A K K C X K F",
        "H: - - - - . . U K . . H . C X H F",
        "F: - - - - . . - - . . F . . . F F",
        "C: - - - - . . - - . . . . . . C F",
        "X: - - - - . . - - . . . . . . X F",
    ];

    public static TheoryData<OrderStatus, int> Pairs => [.. from status in Enum.GetValues<OrderStatus>() from column in Enumerable.Range(0, 16) select (status, column)];

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_change_does_what_the_table_says(OrderStatus status, int column)
    {
        var order = Standing(status);
        var cell = expected[(int)status][3 + 2 * column];
        var verdict = column < 14 ? order.Apply((OrderChange)column, OrderSource.Venue) : order.Fill(99, new Quantity(column == 14 ? 1 : 10), new Price(5), OrderSource.Venue);
        Assert.Equal(cell switch { '-' => OrderVerdict.Refused, '.' => OrderVerdict.NothingNew, _ => OrderVerdict.Applied }, verdict);
        Assert.Equal(cell is '-' or '.' ? status : (OrderStatus)Letters.IndexOf(cell, StringComparison.Ordinal), order.Status);
    }

    [Theory]
    [InlineData(OrderChange.Rejected, OrderChange.Accepted, OrderStatus.Accepted)]
    [InlineData(OrderChange.Canceled, OrderChange.Triggered, OrderStatus.Triggered)]
    [InlineData(OrderChange.Expired, OrderChange.Accepted, OrderStatus.Accepted)]
    public void An_order_that_only_we_believed_to_be_over_revives(OrderChange end, OrderChange sign, OrderStatus then)
    {
        var order = Standing(OrderStatus.Submitted);
        order.Apply(end, OrderSource.Reconciliation);
        Assert.Equal(OrderVerdict.Applied, order.Apply(sign, OrderSource.Venue));
        Assert.Equal((then, true), (order.Status, order.IsUnknown));
    }

    [Fact]
    public void A_late_fill_counts_and_an_order_that_the_venue_ended_stays_over()
    {
        var order = Standing(OrderStatus.Accepted);
        order.Apply(OrderChange.Canceled, OrderSource.Venue);
        Assert.Equal(OrderVerdict.Applied, order.Fill(1, new Quantity(4), new Price(100), OrderSource.Venue));
        Assert.Equal((OrderStatus.Canceled, new Quantity(4), Quantity.Zero, false), (order.Status, order.Filled, order.Left, order.IsUnknown));

        var given = Standing(OrderStatus.Submitted);
        given.Apply(OrderChange.Rejected, OrderSource.Reconciliation);
        given.Fill(1, new Quantity(4), new Price(100), OrderSource.Venue);
        Assert.Equal((OrderStatus.PartiallyFilled, new Quantity(6), true), (given.Status, given.Left, given.IsUnknown));
    }

    [Fact]
    public void More_than_was_asked_for_is_kept_and_named()
    {
        var order = Standing(OrderStatus.Accepted);
        order.Fill(1, new Quantity(8), new Price(100), OrderSource.Venue);
        order.Fill(2, new Quantity(8), new Price(103), OrderSource.Venue);
        Assert.Equal((OrderStatus.Filled, new Quantity(16), new Quantity(6), Quantity.Zero), (order.Status, order.Filled, order.Overfilled, order.Left));
        order.Fill(3, new Quantity(4), new Price(110), OrderSource.Venue);
        Assert.Equal((new Quantity(10), new Price(103)), (order.Overfilled, order.AveragePrice));
    }

    [Fact]
    public void A_trade_counts_once()
    {
        var order = Standing(OrderStatus.Accepted);
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(OrderVerdict.Applied, order.Fill((UInt128)i, new Quantity(1), new Price(100), OrderSource.Venue));
            for (var told = 0; told <= i; told++) Assert.Equal(OrderVerdict.NothingNew, order.Fill((UInt128)told, new Quantity(1), new Price(100), OrderSource.Venue));
        }
        Assert.Equal((new Quantity(50), 50), (order.Filled, order.Trades));
    }

    [Fact]
    public void A_fill_while_something_is_asked_for_leaves_it_asked_for()
    {
        var order = Standing(OrderStatus.PendingCancel);
        order.Lost();
        order.Fill(1, new Quantity(4), new Price(100), OrderSource.Venue);
        Assert.Equal((OrderStatus.PendingCancel, true), (order.Status, order.IsUnknown));
        order.Apply(OrderChange.CancelRejected, OrderSource.Venue);
        Assert.Equal((OrderStatus.PartiallyFilled, false), (order.Status, order.IsUnknown));
    }

    [Fact]
    public void Terms_below_what_is_filled_end_it_and_larger_ones_that_come_late_revive_it()
    {
        var order = Standing(OrderStatus.PartiallyFilled);
        order.Apply(OrderChange.Updated, OrderSource.Venue, new Quantity(3));
        Assert.Equal(OrderStatus.Filled, order.Status);
        order.Apply(OrderChange.Updated, OrderSource.Venue, new Quantity(20));
        Assert.Equal((OrderStatus.PartiallyFilled, new Quantity(16), true), (order.Status, order.Left, order.IsUnknown));
        Assert.Equal(OrderVerdict.Refused, order.Apply(OrderChange.Updated, OrderSource.Venue, Quantity.Zero));
    }

    [Fact]
    public void Only_what_is_on_its_way_can_be_lost_and_only_the_venue_knows()
    {
        Assert.Equal(OrderVerdict.Refused, Standing(OrderStatus.Accepted).Lost());
        var order = Standing(OrderStatus.Submitted);
        Assert.Equal(OrderVerdict.Applied, order.Lost());
        order.Apply(OrderChange.PendingCancel, OrderSource.Local);
        Assert.True(order.IsUnknown);
        order.Apply(OrderChange.Canceled, OrderSource.Venue);
        Assert.False(order.IsUnknown);
    }

    /// <summary>With NODERR_WRITE_DOCS=1 the document is written instead.</summary>
    [Fact]
    public void The_documentation_shows_the_table_as_it_is()
    {
        const string Begin = "<!-- transitions -->\n", End = "<!-- /transitions -->\n";
        var file = Repository.Path("docs/orders.md");
        var document = File.ReadAllText(file);
        var (from, to) = (document.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, document.IndexOf(End, StringComparison.Ordinal));
        var written = document[..from] + Table() + document[to..];
        if (Environment.GetEnvironmentVariable("NODERR_WRITE_DOCS") == "1") File.WriteAllText(file, written);
        Assert.Equal(written, File.ReadAllText(file));
    }

    private static string Table()
    {
        var text = new StringBuilder("| status | ");
        var changes = Enum.GetValues<OrderChange>();
        text.AppendJoin(" | ", changes).Append(" |\n| --- |").Append(string.Concat(changes.Select(_ => " --- |"))).Append('\n');
        foreach (var status in Enum.GetValues<OrderStatus>())
            text.Append("| **").Append(status).Append("** | ").AppendJoin(" | ", changes.Select(c => Cell(OrderTransitions.Of(status, c)))).Append(" |\n");
        return text.ToString();
    }

    private static string Cell((OrderStep Step, OrderStatus To) cell) => cell.Step switch
    {
        OrderStep.Goes => cell.To.ToString(),
        OrderStep.Refused => "–",
        OrderStep.NothingNew => "·",
        OrderStep.Stays => "stays",
        OrderStep.Returns => "returns",
        OrderStep.MovesGround => "ground",
        OrderStep.Fills => "fills",
        OrderStep.FillsLate => "late",
        _ => "revives",
    };

    // Ten are asked for; nothing is filled but where the name says so.
    private static Order Standing(OrderStatus status)
    {
        var order = new Order(new Identity(7), Side.Buy, new Quantity(10));
        OrderChange[] path = status switch
        {
            OrderStatus.Initialized => [],
            OrderStatus.Denied => [OrderChange.Denied],
            OrderStatus.Emulated => [OrderChange.Emulated],
            OrderStatus.Released => [OrderChange.Emulated, OrderChange.Released],
            OrderStatus.Submitted => [OrderChange.Submitted],
            OrderStatus.Accepted or OrderStatus.PartiallyFilled or OrderStatus.Filled => [OrderChange.Submitted, OrderChange.Accepted],
            OrderStatus.Rejected => [OrderChange.Submitted, OrderChange.Rejected],
            OrderStatus.Triggered => [OrderChange.Submitted, OrderChange.Accepted, OrderChange.Triggered],
            OrderStatus.PendingUpdate => [OrderChange.Submitted, OrderChange.Accepted, OrderChange.PendingUpdate],
            OrderStatus.PendingCancel => [OrderChange.Submitted, OrderChange.Accepted, OrderChange.PendingCancel],
            OrderStatus.Canceled => [OrderChange.Submitted, OrderChange.Accepted, OrderChange.Canceled],
            _ => [OrderChange.Submitted, OrderChange.Accepted, OrderChange.Expired],
        };
        foreach (var change in path) Assert.Equal(OrderVerdict.Applied, order.Apply(change, change is < OrderChange.Accepted or OrderChange.PendingUpdate or OrderChange.PendingCancel ? OrderSource.Local : OrderSource.Venue));
        if (status == OrderStatus.PartiallyFilled) order.Fill(50, new Quantity(4), new Price(5), OrderSource.Venue);
        if (status == OrderStatus.Filled) order.Fill(50, new Quantity(10), new Price(5), OrderSource.Venue);
        Assert.Equal(status, order.Status);
        return order;
    }
}
