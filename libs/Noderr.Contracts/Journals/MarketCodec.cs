using Noderr.Contracts.Names;
using Noderr.Contracts.Wire;
using Noderr.Domain.Events;
using Noderr.Journal.Entries;
using Wired = Noderr.Contracts.Market.V1;

namespace Noderr.Contracts.Journals;

public sealed class MarketCodec(NameDirectory names) : EntryCodec<MarketEvent>(Wired.MarketEntry.Descriptor, fewest: 2 * Room.Least + names.Instruments.Shortest)
{
    private readonly int room = Room.Bytes(names.Instruments.Longest) + Room.Message + 6 * Room.Number;

    private protected override int RoomFor(in MarketEvent e) => room;

    private protected override void Write(ref ProtoWriter writer, in MarketEvent e)
    {
        writer.Bytes(Wired.MarketEvent.InstrumentFieldNumber, names.Instruments[e.Instrument]);
        writer.Int64(Wired.MarketEvent.TsEventFieldNumber, e.At.Nanoseconds);
        if (e.Kind == MarketKind.Quote)
        {
            var start = writer.Begin(Wired.MarketEvent.QuoteFieldNumber);
            writer.Int64(Wired.Quote.BidFieldNumber, e.Bid.Units);
            writer.Int64(Wired.Quote.AskFieldNumber, e.Ask.Units);
            writer.Int64(Wired.Quote.BidSizeFieldNumber, e.BidSize.Units);
            writer.Int64(Wired.Quote.AskSizeFieldNumber, e.AskSize.Units);
            writer.End(start);
        }
        else
        {
            var start = writer.Begin(Wired.MarketEvent.TradeFieldNumber);
            writer.Int64(Wired.Trade.PriceFieldNumber, e.Price.Units);
            writer.Int64(Wired.Trade.SizeFieldNumber, e.Size.Units);
            writer.Side(Wired.Trade.AggressorFieldNumber, e.Aggressor);
            writer.End(start);
        }
        writer.Int64(Wired.MarketEvent.SequenceFieldNumber, e.Sequence);
    }

    private protected override MarketEvent Read(ref ProtoReader reader)
    {
        ReadOnlySpan<byte> instrument = default;
        long at = 0, sequence = 0;
        var said = 0;
        Quote quote = default;
        Trade trade = default;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case Wired.MarketEvent.InstrumentFieldNumber: instrument = reader.Bytes(); break;
                case Wired.MarketEvent.TsEventFieldNumber: at = reader.Int64(); break;
                case Wired.MarketEvent.SequenceFieldNumber: sequence = reader.Int64(); break;
                case Wired.MarketEvent.QuoteFieldNumber:
                    if (said != reader.Field) quote = default;
                    said = reader.Field;
                    Read(reader.Message(), ref quote);
                    break;
                case Wired.MarketEvent.TradeFieldNumber:
                    if (said != reader.Field) trade = default;
                    said = reader.Field;
                    Read(reader.Message(), ref trade);
                    break;
                default: reader.Skip(); break;
            }
        }
        var e = said switch
        {
            Wired.MarketEvent.QuoteFieldNumber => MarketEvent.Quote(
                names.Instrument(instrument), new(quote.Bid), new(quote.Ask), new(quote.BidSize), new(quote.AskSize), new(at)),
            Wired.MarketEvent.TradeFieldNumber => MarketEvent.Trade(
                names.Instrument(instrument), new(trade.Price), new(trade.Size), SideField.Parse(trade.Aggressor, "a trade"), new(at)),
            _ => throw new EntryFormatException("a market event is neither quote nor trade"),
        };
        return e with { Sequence = sequence };
    }

    private static void Read(ProtoReader reader, ref Quote quote)
    {
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case Wired.Quote.BidFieldNumber: quote.Bid = reader.Int64(); break;
                case Wired.Quote.AskFieldNumber: quote.Ask = reader.Int64(); break;
                case Wired.Quote.BidSizeFieldNumber: quote.BidSize = reader.Int64(); break;
                case Wired.Quote.AskSizeFieldNumber: quote.AskSize = reader.Int64(); break;
                default: reader.Skip(); break;
            }
        }
    }

    private static void Read(ProtoReader reader, ref Trade trade)
    {
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case Wired.Trade.PriceFieldNumber: trade.Price = reader.Int64(); break;
                case Wired.Trade.SizeFieldNumber: trade.Size = reader.Int64(); break;
                case Wired.Trade.AggressorFieldNumber: trade.Aggressor = reader.Int32(); break;
                default: reader.Skip(); break;
            }
        }
    }

    private struct Quote
    {
        public long Bid, Ask, BidSize, AskSize;
    }

    private struct Trade
    {
        public long Price, Size;
        public int Aggressor;
    }
}
