using Noderr.Contracts.Names;
using Noderr.Contracts.Wire;
using Noderr.Domain.Events;
using Wired = Noderr.Contracts.Features.V1;

namespace Noderr.Contracts.Journals;

public sealed class FeaturesCodec(NameDirectory names) : EntryCodec<FeatureEvent>(Wired.FeaturesEntry.Descriptor, fewest: Room.Least + names.Instruments.Shortest)
{
    private readonly int room = Room.Bytes(names.Instruments.Longest) + 9 * Room.Number;

    private protected override int RoomFor(in FeatureEvent e) => room;

    private protected override void Write(ref ProtoWriter writer, in FeatureEvent e)
    {
        writer.Bytes(Wired.FeaturesEvent.InstrumentFieldNumber, names.Instruments[e.Instrument]);
        writer.Int64(Wired.FeaturesEvent.TsEventFieldNumber, e.At.Nanoseconds);
        writer.Double(Wired.FeaturesEvent.MidFieldNumber, e.Mid);
        writer.Double(Wired.FeaturesEvent.MicropriceFieldNumber, e.Microprice);
        writer.Double(Wired.FeaturesEvent.FastFieldNumber, e.Fast);
        writer.Double(Wired.FeaturesEvent.SlowFieldNumber, e.Slow);
        writer.Double(Wired.FeaturesEvent.FlowFieldNumber, e.Flow);
        writer.Double(Wired.FeaturesEvent.VolatilityFieldNumber, e.Volatility);
        writer.Int64(Wired.FeaturesEvent.BidFieldNumber, e.Bid.Units);
        writer.Int64(Wired.FeaturesEvent.AskFieldNumber, e.Ask.Units);
    }

    private protected override FeatureEvent Read(ref ProtoReader reader)
    {
        ReadOnlySpan<byte> instrument = default;
        double mid = 0, microprice = 0, fast = 0, slow = 0, flow = 0, volatility = 0;
        long at = 0, bid = 0, ask = 0;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case Wired.FeaturesEvent.InstrumentFieldNumber: instrument = reader.Bytes(); break;
                case Wired.FeaturesEvent.TsEventFieldNumber: at = reader.Int64(); break;
                case Wired.FeaturesEvent.MidFieldNumber: mid = reader.Double(); break;
                case Wired.FeaturesEvent.MicropriceFieldNumber: microprice = reader.Double(); break;
                case Wired.FeaturesEvent.FastFieldNumber: fast = reader.Double(); break;
                case Wired.FeaturesEvent.SlowFieldNumber: slow = reader.Double(); break;
                case Wired.FeaturesEvent.FlowFieldNumber: flow = reader.Double(); break;
                case Wired.FeaturesEvent.VolatilityFieldNumber: volatility = reader.Double(); break;
                case Wired.FeaturesEvent.BidFieldNumber: bid = reader.Int64(); break;
                case Wired.FeaturesEvent.AskFieldNumber: ask = reader.Int64(); break;
                default: reader.Skip(); break;
            }
        }
        return new FeatureEvent(names.Instrument(instrument), mid, microprice, fast, slow, flow, volatility, new(bid), new(ask), new(at));
    }
}
