using CsCheck;
using Noderr.Contracts.Features.V1;
using Noderr.Contracts.Journals;
using Noderr.Domain.Events;
using static Noderr.Tests.Unit.Contracts.Samples;
using Lease = Noderr.Contracts.Journal.V1.LeaseTaken;

namespace Noderr.Tests.Unit.Contracts.Journals;

public sealed class FeaturesCodecTests() : LeanCodecTests<FeatureEvent, FeaturesEntry>(new FeaturesCodec(Names), Features)
{
    private static readonly Gen<FeatureEvent> Features = Gen.Select(Instrument, Real.Array[6], Price_, Price_, Time, (instrument, real, bid, ask, at) =>
        new FeatureEvent(instrument, real[0], real[1], real[2], real[3], real[4], real[5], bid, ask, at));

    protected override FeaturesEntry Generated(IReadOnlyList<FeatureEvent> events, Lease? lease) => new() { Lease = lease, Events = { events.Select(One) } };

    private static FeaturesEvent One(FeatureEvent e) => new()
    {
        Instrument = Instruments[e.Instrument].Id,
        TsEvent = e.At.Nanoseconds,
        Mid = Read(e.Mid),
        Microprice = Read(e.Microprice),
        Fast = Read(e.Fast),
        Slow = Read(e.Slow),
        Flow = Read(e.Flow),
        Volatility = Read(e.Volatility),
        Bid = e.Bid.Units,
        Ask = e.Ask.Units,
    };

    /// <summary>A negative zero is not written, by the generated class either.</summary>
    private static double Read(double value) => value == 0 ? 0 : value;
}
