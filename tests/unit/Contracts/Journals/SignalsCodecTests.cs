using CsCheck;
using Noderr.Contracts.Journals;
using Noderr.Contracts.Signals.V1;
using Noderr.Domain.Events;
using Noderr.Domain.Orders;
using static Noderr.Tests.Unit.Contracts.Samples;
using Lease = Noderr.Contracts.Journal.V1.LeaseTaken;
using Proto = Noderr.Contracts.Types.V1;

namespace Noderr.Tests.Unit.Contracts.Journals;

public sealed class SignalsCodecTests() : LeanCodecTests<SignalEvent, SignalsEntry>(new SignalsCodec(Names), Signals)
{
    private static readonly Gen<SignalEvent> Signals = Gen.Select(Identity_, Owner, Instrument, Side_, Quantity_, Price_, Time, (id, of, instrument, side, quantity, reference, at) =>
        new SignalEvent(id, of.Book, of.Strategy, instrument, side, quantity, reference, at));

    protected override SignalsEntry Generated(IReadOnlyList<SignalEvent> events, Lease? lease) => new() { Lease = lease, Events = { events.Select(One) } };

    private static SignalsEvent One(SignalEvent e) => new()
    {
        SignalId = e.Id.ToString(),
        Book = Books[e.Book].Name,
        Strategy = Books[e.Book].Strategies[e.Strategy].Name,
        Instrument = Instruments[e.Instrument].Id,
        Side = e.Side == Side.Buy ? Proto.Side.Buy : Proto.Side.Sell,
        Quantity = e.Quantity.Units,
        Reference = e.Reference.Units,
        TsEvent = e.At.Nanoseconds,
    };
}
