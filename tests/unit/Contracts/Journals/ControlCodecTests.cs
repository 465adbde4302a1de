using System.Collections.Immutable;
using CsCheck;
using Google.Protobuf;
using Noderr.Contracts.Control.V1;
using Noderr.Contracts.Journals;
using Noderr.Contracts.Wire;
using Noderr.Domain.Events;
using static Noderr.Tests.Unit.Contracts.Samples;
using ControlEvent = Noderr.Domain.Events.ControlEvent;
using Lease = Noderr.Contracts.Journal.V1.LeaseTaken;
using Wired = Noderr.Contracts.Control.V1;

namespace Noderr.Tests.Unit.Contracts.Journals;

public sealed class ControlCodecTests() : CodecTests<ControlEvent, ControlEntry>(new ControlCodec(Names), Gen.OneOf(Switches, Changes, Alerts, Requests, Groups))
{
    private static readonly Gen<int> Book = Gen.Int[-1, Books.Count - 1];

    private static readonly Gen<ControlEvent> Switches = Gen.Select(
        Gen.OneOf(ControlKind.KillSwitchOn, ControlKind.KillSwitchOff), Book, Text, Text, Time, (kind, book, actor, reason, at) => new ControlEvent(kind, book, actor, reason, at));

    private static readonly Gen<ControlEvent> Changes = Gen.Select(Book, Text, Number, Gen.Select(Text, Text).Array[0, 4], Gen.Select(Text, Time), (book, actor, version, values, why) =>
        new ControlEvent(ControlKind.ConfigurationChanged, book, actor, why.Item1, why.Item2)
        {
            Configuration = new Configuration(version, Configuration.None.Values.SetItems(values.Select(v => KeyValuePair.Create(v.Item1, v.Item2)))),
        });

    private static readonly Gen<ControlEvent> Requests = Gen.Select(
        Gen.OneOf(ControlKind.OrderAsked, ControlKind.CancelAsked, ControlKind.AmendAsked, ControlKind.PauseAsked, ControlKind.ResumeAsked), Book, Text, Gen.Select(Identity_, Instrument, Side_), Gen.Select(Quantity_, Terms_, Algorithm_), Time,
        (kind, book, actor, order, size, at) => new ControlEvent(kind, book, actor, "", at)
        {
            Request = new OrderRequest(
                order.Item1, order.Item2, kind == ControlKind.OrderAsked ? order.Item3 : default, kind is ControlKind.OrderAsked or ControlKind.AmendAsked ? size.Item1 : default,
                kind is ControlKind.OrderAsked or ControlKind.AmendAsked ? size.Item2 : default)
            { Algorithm = kind == ControlKind.OrderAsked ? size.Item3 : null },
        });

    private static readonly Gen<OrderRequest> Order = Gen.Select(Identity_, Instrument, Side_, Quantity_, Terms_, (id, instrument, side, quantity, terms) => new OrderRequest(id, instrument, side, quantity, terms));

    private static readonly Gen<ControlEvent> Groups = Gen.Select(
        Book, Gen.Select(Identity_, Gen.Enum<Noderr.Domain.Events.LegRelation>()), Gen.Select(Gen.Bool, Order), Order.Array[0, OrderGroupRequest.MostLegs], Time, (book, group, first, legs, at) =>
        new ControlEvent(ControlKind.GroupAsked, book, "ann", "", at) { Group = new OrderGroupRequest(group.Item1, group.Item2, first.Item1 ? first.Item2 : null, legs) });

    private static readonly Gen<ControlEvent> Alerts = Gen.Select(Book, Text, Text, Gen.Select(Text, Text, Number), Time, (book, actor, text, alert, at) =>
        new ControlEvent(ControlKind.AlertRaised, book, actor, text, at) { Alert = new Alert(alert.Item1, alert.Item2, alert.Item3) });

    [Theory]
    [InlineData(100)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(16_300)]
    [InlineData(16_383)]
    [InlineData(16_384)]
    [InlineData(2_097_130)]
    public void Lengths_take_as_many_bytes_as_they_need(int text)
    {
        for (var length = text; length < text + 60; length++)
        {
            var alert = new ControlEvent(ControlKind.AlertRaised, -1, "", new string('x', length), default);
            Assert.Equal(Generated([alert], null).ToByteArray(), Encode(Of(alert)));
        }
    }

    protected override ControlEntry Generated(IReadOnlyList<ControlEvent> events, Lease? lease) => new() { Lease = lease, Events = { events.Select(One) } };

    private static Wired.ControlEvent One(ControlEvent e)
    {
        var one = new Wired.ControlEvent { Book = e.Book < 0 ? "" : Books[e.Book].Name, Actor = e.Actor, TsEvent = e.At.Nanoseconds };
        switch (e.Kind)
        {
            case ControlKind.KillSwitchOn: one.KillSwitchOn = new KillSwitchOn { Reason = e.Text }; break;
            case ControlKind.KillSwitchOff: one.KillSwitchOff = new KillSwitchOff { Reason = e.Text }; break;
            case ControlKind.ConfigurationChanged: one.ConfigurationChanged = new ConfigurationChanged { Version = e.Configuration.Version, Values = { e.Configuration.Values }, Reason = e.Text }; break;
            case ControlKind.OrderAsked: one.OrderAsked = Of(e.Request!); break;
            case ControlKind.GroupAsked:
                one.GroupAsked = new GroupAsked
                {
                    GroupId = e.Group!.Group.ToString(),
                    Relation = (Wired.LegRelation)((int)e.Group.Relation + 1),
                    First = e.Group.First is { } first ? Of(first) : null,
                    Legs = { e.Group.Legs.Select(Of) },
                };
                break;
            case ControlKind.CancelAsked: one.CancelAsked = new CancelAsked { OrderId = e.Request!.Order.ToString(), Instrument = Instruments[e.Request.Instrument].Id }; break;
            case ControlKind.PauseAsked: one.PauseAsked = new PauseAsked { OrderId = e.Request!.Order.ToString(), Instrument = Instruments[e.Request.Instrument].Id }; break;
            case ControlKind.ResumeAsked: one.ResumeAsked = new ResumeAsked { OrderId = e.Request!.Order.ToString(), Instrument = Instruments[e.Request.Instrument].Id }; break;
            case ControlKind.AmendAsked:
                one.AmendAsked = new AmendAsked
                {
                    OrderId = e.Request!.Order.ToString(),
                    Instrument = Instruments[e.Request.Instrument].Id,
                    Quantity = e.Request.Quantity.Units,
                    Terms = e.Request.Terms == default ? null : e.Request.Terms.ToWire(),
                };
                break;
            case ControlKind.AlertRaised: one.AlertRaised = new AlertRaised { Severity = e.Alert.Severity, Text = e.Text, Source = e.Alert.Source, Number = e.Alert.Number }; break;
        }
        return one;
    }

    private static OrderAsked Of(OrderRequest r) => new()
    {
        OrderId = r.Order.ToString(),
        Instrument = Instruments[r.Instrument].Id,
        Side = r.Side.ToWire(),
        Quantity = r.Quantity.Units,
        Terms = r.Terms == default ? null : r.Terms.ToWire(),
        Algorithm = ToWire(r.Algorithm),
    };
}
