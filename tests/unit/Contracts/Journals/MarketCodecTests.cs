using CsCheck;
using Noderr.Contracts.Journals;
using Noderr.Contracts.Market.V1;
using Noderr.Domain.Events;
using Noderr.Domain.Orders;
using static Noderr.Tests.Unit.Contracts.Samples;
using Lease = Noderr.Contracts.Journal.V1.LeaseTaken;
using MarketEvent = Noderr.Domain.Events.MarketEvent;
using Proto = Noderr.Contracts.Types.V1;
using Wired = Noderr.Contracts.Market.V1;

namespace Noderr.Tests.Unit.Contracts.Journals;

public sealed class MarketCodecTests() : LeanCodecTests<MarketEvent, MarketEntry>(new MarketCodec(Names), Gen.Select(Gen.OneOf(Quotes, Trades), Number, (e, sequence) => e with { Sequence = sequence }))
{
    private static readonly Gen<MarketEvent> Quotes = Gen.Select(Instrument, Price_, Price_, Quantity_, Quantity_, Time, MarketEvent.Quote);

    private static readonly Gen<MarketEvent> Trades = Gen.Select(Instrument, Price_, Quantity_, Side_, Time, MarketEvent.Trade);

    protected override MarketEntry Generated(IReadOnlyList<MarketEvent> events, Lease? lease) => new() { Lease = lease, Events = { events.Select(One) } };

    private static Wired.MarketEvent One(MarketEvent e)
    {
        var one = new Wired.MarketEvent { Instrument = Instruments[e.Instrument].Id, TsEvent = e.At.Nanoseconds, Sequence = e.Sequence };
        if (e.Kind == MarketKind.Quote)
            one.Quote = new Quote { Bid = e.Bid.Units, Ask = e.Ask.Units, BidSize = e.BidSize.Units, AskSize = e.AskSize.Units };
        else
            one.Trade = new Trade { Price = e.Price.Units, Size = e.Size.Units, Aggressor = e.Aggressor == Side.Buy ? Proto.Side.Buy : Proto.Side.Sell };
        return one;
    }
}
