using System.Buffers;
using Google.Protobuf;
using Noderr.Contracts.Control.V1;
using Noderr.Contracts.Journals;
using Noderr.Contracts.Market.V1;
using Noderr.Contracts.Orders.V1;
using Noderr.Contracts.Risk.V1;
using Noderr.Contracts.Types.V1;
using Noderr.Journal.Entries;

namespace Noderr.Tests.Unit.Contracts.Journals;

/// <summary>What makes a record poison, and what its message says.</summary>
public class EntryFormatTests
{
    private const string Id = "0123456789abcdef0123456789abcdef";

    private static readonly MarketCodec Market = new(Samples.Names);

    [Theory]
    [InlineData("12090A034140427A020000", "after 0 events: a market event is neither quote nor trade", "an event with nothing but what a later version has added")]
    [InlineData("120708", "byte 0: 7 bytes are announced, 1 are left", "a cut event")]
    [InlineData("12FFFFFFFFFFFFFFFFFF01", "byte 0: 18446744073709551615 bytes are announced, 0 are left", "a length beyond all")]
    [InlineData("12FFFFFFFFFFFFFFFFFF02", "byte 0: a number has more than 64 bits", "a length of more than 64 bits")]
    [InlineData("1280", "byte 0: the message ends inside of a number", "a cut length")]
    [InlineData("1001", "byte 0: field 2 has the wire type 0 (Varint) in place of 2 (Bytes)", "a number in place of an event")]
    [InlineData("12070D000000001000", "byte 2: field 1 has the wire type 5 (Fixed32) in place of 2 (Bytes)", "a number in place of a name")]
    [InlineData("0001", "byte 0: no field has the tag 0", "field zero")]
    [InlineData("FFFFFFFF7F", "byte 0: no field has the tag", "a tag of more than 32 bits")]
    [InlineData("1C", "byte 0: field 3 has the wire type 4", "an end without a group")]
    [InlineData("1B24", "byte 1: group 3 ends as 4", "the end of another group")]
    [InlineData("1B", "byte 0: group 3 does not end", "a group without end")]
    [InlineData("1F", "byte 0: field 3 has the wire type 7", "a wire type that does not exist")]
    public void Broken_bytes_are_told_with_their_place(string hex, string fault, string what)
    {
        var bytes = Convert.FromHexString(hex);
        Assert.True(Refusal(Market, bytes).Contains(fault), $"{what}: {Refusal(Market, bytes)}");
        Assert.StartsWith("noderr.market.v1.MarketEntry", Refusal(Market, bytes));
    }

    [Fact]
    public void Groups_may_not_cost_the_process_its_stack() =>
        Assert.Contains("more than 100 deep", Refusal(Market, [.. Enumerable.Repeat((byte)0x1B, 1_000_000)]));

    [Theory]
    [InlineData(2, "byte 0: an event of 0 bytes is none: it has 7 at the least")]
    [InlineData(8, "byte 0: an event of 6 bytes is none: it has 7 at the least")]
    public void Many_events_that_are_none_cost_nothing(int bytesOfEach, string fault)
    {
        byte[] one = [0x12, (byte)(bytesOfEach - 2), .. Enumerable.Range(0, bytesOfEach / 2 - 1).SelectMany(_ => new byte[] { 0x78, 1 })];
        byte[] bytes = [.. Enumerable.Repeat(one, 1_000_000 / bytesOfEach).SelectMany(b => b)];
        Refusal(Market, bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains(fault, Refusal(Market, bytes));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000);
    }

    /// <summary>The shortest that may claim to be events: what they may cost is a small multiple of what they are.</summary>
    [Fact]
    public void Many_events_that_might_be_some_cost_little_more_than_their_bytes()
    {
        byte[] bytes = [.. Enumerable.Repeat<byte[]>([0x12, 7, 0x78, 1, 0x78, 1, 0x7A, 1, 0], 100_000).SelectMany(b => b)];
        Refusal(Market, bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("after 0 events", Refusal(Market, bytes));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10L * bytes.Length);
    }

    [Fact]
    public void An_unknown_name_is_told()
    {
        var entry = new MarketEntry { Events = { new MarketEvent { Instrument = "BTC-USD@COINBASE", Quote = new Quote() }, new MarketEvent { Instrument = "DOGE\n@MOON", Quote = new Quote() } } };
        Assert.Equal("noderr.market.v1.MarketEntry, after 1 events: there is no instrument 'DOGE?@MOON'", Refusal(Market, entry.ToByteArray()));
    }

    [Theory]
    [InlineData("majors", "momentum", "A@B", null)]
    [InlineData("minors", "momentum", "A@B", "there is no book 'minors'")]
    [InlineData("ångström", "reversion", "A@B", "there is no strategy of the book 'ångström' 'reversion'")]
    [InlineData("majors", "", "A@B", "there is no strategy of the book 'majors' ''")]
    [InlineData("majors", "momentum", "a@b", "there is no instrument 'a@b'")]
    public void Names_are_those_of_the_configuration(string book, string strategy, string instrument, string? fault)
    {
        var bytes = Created(e => (e.Book, e.Strategy, e.Instrument) = (book, strategy, instrument));
        if (fault is null) new OrdersCodec(Samples.Names).Decode(bytes);
        else Assert.EndsWith(fault, Refusal(new OrdersCodec(Samples.Names), bytes));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0123456789abcdef")]
    [InlineData("0123456789ABCDEF0123456789ABCDEF")]
    [InlineData("0123456789abcdef0123456789abcdeg")]
    public void An_identity_has_32_lower_case_digits(string id) =>
        Assert.EndsWith($"an order's identity is '{id}' in place of 32 lower-case hexadecimal digits", Refusal(new OrdersCodec(Samples.Names), Created(e => e.OrderId = id)));

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(-1)]
    public void An_order_needs_a_side(int side) =>
        Assert.EndsWith($"an order has the side {side}", Refusal(new OrdersCodec(Samples.Names), Created(e => e.Side = (Side)side)));

    [Theory]
    [InlineData(0)]
    [InlineData(19)]
    [InlineData(256 + 3)]
    public void A_denial_needs_a_reason(int code)
    {
        var order = new CheckedOrder { OrderId = Id, Instrument = "A@B", Side = Side.Buy };
        var entry = new RiskEntry { Events = { new RiskEvent { Book = "majors", Denied = new Noderr.Contracts.Risk.V1.OrderDenied { Order = order, Code = (DenialCode)code } } } };
        Assert.EndsWith($"a denial has the code {code}", Refusal(new RiskCodec(Samples.Names), entry.ToByteArray()));
    }

    [Fact]
    public void A_word_that_was_taken_back_lends_no_reason()
    {
        var (denied, created) = (new OrdersEvent { Denied = new Noderr.Contracts.Orders.V1.OrderDenied { Code = DenialCode.KillSwitch } }, new OrdersEvent { Created = new OrderCreated() });
        byte[] again = [.. Inner(e => e.Denied = denied.Denied), .. created.ToByteArray(), .. new OrdersEvent { Denied = new() }.ToByteArray()];
        Assert.EndsWith("a denial has the code 0", Refusal(new OrdersCodec(Samples.Names), [0x12, (byte)(again.Length | 0x80), (byte)(again.Length >> 7), .. again]));
    }

    [Fact]
    public void Only_a_denial_may_lack_the_instrument()
    {
        var entry = new RiskEntry { Events = { new RiskEvent { Book = "majors", Approved = new OrderApproved { Order = new CheckedOrder { OrderId = Id, Side = Side.Buy } } } } };
        Assert.EndsWith("there is no instrument ''", Refusal(new RiskCodec(Samples.Names), entry.ToByteArray()));
    }

    [Fact]
    public void Text_that_is_not_UTF8_is_refused()
    {
        byte[] bytes = [0x12, 0x05, 0x12, 0x01, 0xFF, 0x22, 0x00];
        Assert.Contains("byte 2: field 2 is not UTF-8", Refusal(new ControlCodec(Samples.Names), bytes));
    }

    [Fact]
    public void The_last_of_two_words_counts()
    {
        var (quote, trade) = (new MarketEvent { Instrument = "A@B", Quote = new Quote { Bid = 7 } }, new MarketEvent { Trade = new Trade { Price = 5, Aggressor = Side.Sell } });
        byte[] both = [.. quote.ToByteArray(), .. trade.ToByteArray(), .. new MarketEvent { Quote = new Quote { Ask = 9 } }.ToByteArray()];
        var read = Assert.Single(Market.Decode([0x12, (byte)both.Length, .. both]).Events);
        Assert.Equal((0, 9), (read.Bid.Units, read.Ask.Units));
    }

    [Fact]
    public void A_kill_switch_for_everything_names_no_book()
    {
        var entry = new ControlEntry { Events = { new ControlEvent { Actor = "ann", KillSwitchOn = new KillSwitchOn { Reason = "drill" } } } };
        Assert.Equal(-1, Assert.Single(new ControlCodec(Samples.Names).Decode(entry.ToByteArray()).Events).Book);
    }

    private static byte[] Created(Action<OrdersEvent> change) =>
        new OrdersEntry { Events = { OrdersEvent.Parser.ParseFrom(Inner(change)) } }.ToByteArray();

    private static byte[] Inner(Action<OrdersEvent> change)
    {
        var e = new OrdersEvent { OrderId = Id, SignalId = Id, Book = "majors", Strategy = "momentum", Instrument = "A@B", Side = Side.Buy, Created = new OrderCreated() };
        change(e);
        return e.ToByteArray();
    }

    private static string Refusal<TEvent>(EntryCodec<TEvent> codec, byte[] bytes)
        where TEvent : struct => Assert.Throws<EntryFormatException>(() => codec.Decode(bytes)).Message;
}
