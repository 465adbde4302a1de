using System.Collections.Immutable;
using Noderr.Contracts.Names;
using Noderr.Contracts.Wire;
using Noderr.Domain.Events;
using Noderr.Journal.Entries;
using Wired = Noderr.Contracts.Control.V1;

namespace Noderr.Contracts.Journals;

/// <summary>The one journal whose events hold free text, which is allocated; an operator's words are few.</summary>
public sealed class ControlCodec(NameDirectory names) : EntryCodec<ControlEvent>(Wired.ControlEntry.Descriptor, fewest: Room.Least)
{
    private protected override int RoomFor(in ControlEvent e)
    {
        var room = Room.Bytes(names.Books.Longest) + 5 * Room.Number + Room.Identity + Room.Bytes(names.Instruments.Longest) + TermsField.Room + Room.Message + Room.Text(e.Actor) + Room.Text(e.Text) + Room.Text(e.Alert.Severity) + Room.Text(e.Alert.Source);
        room += AlgorithmField.Room(e.Request?.Algorithm);
        room += (1 + (e.Group?.Legs.Count ?? 0)) * (Room.Message + Room.Identity + Room.Bytes(names.Instruments.Longest) + 2 * Room.Number + TermsField.Room);
        foreach (var (name, value) in e.Configuration.Values) room += Room.Message + Room.Text(name) + Room.Text(value);
        return room;
    }

    private protected override void Write(ref ProtoWriter writer, in ControlEvent e)
    {
        if (e.Book >= 0) writer.Bytes(Wired.ControlEvent.BookFieldNumber, names.Books[e.Book]);
        writer.Text(Wired.ControlEvent.ActorFieldNumber, e.Actor);
        writer.Int64(Wired.ControlEvent.TsEventFieldNumber, e.At.Nanoseconds);
        var start = writer.Begin(Wired.ControlEvent.KillSwitchOnFieldNumber + (int)e.Kind);
        switch (e.Kind)
        {
            case ControlKind.KillSwitchOn: writer.Text(Wired.KillSwitchOn.ReasonFieldNumber, e.Text); break;
            case ControlKind.KillSwitchOff: writer.Text(Wired.KillSwitchOff.ReasonFieldNumber, e.Text); break;
            case ControlKind.ConfigurationChanged: WriteConfiguration(ref writer, e.Configuration, e.Text); break;
            case ControlKind.AlertRaised:
                writer.Text(Wired.AlertRaised.SeverityFieldNumber, e.Alert.Severity);
                writer.Text(Wired.AlertRaised.TextFieldNumber, e.Text);
                writer.Text(Wired.AlertRaised.SourceFieldNumber, e.Alert.Source);
                writer.Int64(Wired.AlertRaised.NumberFieldNumber, e.Alert.Number);
                break;
            case ControlKind.GroupAsked: WriteGroup(ref writer, e.Group!); break;
            case ControlKind.OrderAsked or ControlKind.CancelAsked or ControlKind.AmendAsked or ControlKind.PauseAsked or ControlKind.ResumeAsked: WriteRequest(ref writer, e.Kind, e.Request!); break;
        }
        writer.End(start);
    }

    private void WriteGroup(ref ProtoWriter writer, OrderGroupRequest group)
    {
        writer.Identity(Wired.GroupAsked.GroupIdFieldNumber, group.Group);
        writer.Int64(Wired.GroupAsked.RelationFieldNumber, (int)group.Relation + 1);
        if (group.First is { } first) WriteOrder(ref writer, Wired.GroupAsked.FirstFieldNumber, first);
        for (var i = 0; i < group.Legs.Count; i++) WriteOrder(ref writer, Wired.GroupAsked.LegsFieldNumber, group.Legs[i]);

        void WriteOrder(ref ProtoWriter writer, int field, OrderRequest request)
        {
            var start = writer.Begin(field);
            WriteRequest(ref writer, ControlKind.OrderAsked, request);
            writer.End(start);
        }
    }

    private void WriteRequest(ref ProtoWriter writer, ControlKind kind, OrderRequest request)
    {
        writer.Identity(Wired.OrderAsked.OrderIdFieldNumber, request.Order);
        writer.Bytes(Wired.OrderAsked.InstrumentFieldNumber, names.Instruments[request.Instrument]);
        if (kind == ControlKind.OrderAsked) writer.Side(Wired.OrderAsked.SideFieldNumber, request.Side);
        if (kind is not (ControlKind.OrderAsked or ControlKind.AmendAsked)) return;
        writer.Int64(Wired.OrderAsked.QuantityFieldNumber, request.Quantity.Units);
        TermsField.Write(ref writer, Wired.OrderAsked.TermsFieldNumber, request.Terms);
        if (kind == ControlKind.OrderAsked) AlgorithmField.Write(ref writer, Wired.OrderAsked.AlgorithmFieldNumber, request.Algorithm);
    }

    private static void WriteConfiguration(ref ProtoWriter writer, Configuration configuration, string reason)
    {
        writer.Int64(Wired.ConfigurationChanged.VersionFieldNumber, configuration.Version);
        foreach (var (name, value) in configuration.Values)
        {
            var start = writer.Begin(Wired.ConfigurationChanged.ValuesFieldNumber);
            writer.Text(MapField.Key, name);
            writer.Text(MapField.Value, value);
            writer.End(start);
        }
        writer.Text(Wired.ConfigurationChanged.ReasonFieldNumber, reason);
    }

    private protected override ControlEvent Read(ref ProtoReader reader)
    {
        ReadOnlySpan<byte> book = default;
        var actor = "";
        long at = 0;
        var said = 0;
        var what = new What();
        var asked = new Asked();
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case Wired.ControlEvent.BookFieldNumber: book = reader.Bytes(); break;
                case Wired.ControlEvent.ActorFieldNumber: actor = reader.Text(); break;
                case Wired.ControlEvent.TsEventFieldNumber: at = reader.Int64(); break;
                case >= Wired.ControlEvent.KillSwitchOnFieldNumber and <= Wired.ControlEvent.AlertRaisedFieldNumber:
                    if (said != reader.Field) what = new What();
                    said = reader.Field;
                    Read(reader.Message(), said, ref what);
                    break;
                case Wired.ControlEvent.GroupAskedFieldNumber:
                    if (said != reader.Field) asked = default;
                    said = reader.Field;
                    asked.Group ??= new GroupParts();
                    Read(reader.Message(), asked.Group);
                    break;
                case >= Wired.ControlEvent.OrderAskedFieldNumber and <= Wired.ControlEvent.AmendAskedFieldNumber or Wired.ControlEvent.PauseAskedFieldNumber or Wired.ControlEvent.ResumeAskedFieldNumber:
                    if (said != reader.Field) asked = default;
                    said = reader.Field;
                    Read(reader.Message(), ref asked);
                    break;
                default: reader.Skip(); break;
            }
        }
        if (said == 0) throw new EntryFormatException("a control event is none that this version knows");
        return new ControlEvent((ControlKind)(said - Wired.ControlEvent.KillSwitchOnFieldNumber), book.IsEmpty ? -1 : names.Book(book), actor, what.Text, new(at))
        {
            Alert = what.Severity.Length == 0 && what.Source.Length == 0 && what.Number == 0 ? Alert.None : new Alert(what.Severity, what.Source, what.Number),
            Request = said >= Wired.ControlEvent.OrderAskedFieldNumber && said != Wired.ControlEvent.GroupAskedFieldNumber ? RequestOf(said, asked) : null,
            Group = said == Wired.ControlEvent.GroupAskedFieldNumber ? GroupOf(asked.Group!) : null,
            Configuration = what.Values.IsEmpty && what.Version == 0 ? Configuration.None : new Configuration(what.Version, what.Values),
        };
    }

    private static void Read(ProtoReader reader, int said, ref What what)
    {
        while (reader.Next())
        {
            switch (said, reader.Field)
            {
                case (Wired.ControlEvent.KillSwitchOnFieldNumber, Wired.KillSwitchOn.ReasonFieldNumber):
                case (Wired.ControlEvent.KillSwitchOffFieldNumber, Wired.KillSwitchOff.ReasonFieldNumber):
                case (Wired.ControlEvent.AlertRaisedFieldNumber, Wired.AlertRaised.TextFieldNumber):
                case (Wired.ControlEvent.ConfigurationChangedFieldNumber, Wired.ConfigurationChanged.ReasonFieldNumber):
                    what.Text = reader.Text();
                    break;
                case (Wired.ControlEvent.AlertRaisedFieldNumber, Wired.AlertRaised.SeverityFieldNumber): what.Severity = reader.Text(); break;
                case (Wired.ControlEvent.AlertRaisedFieldNumber, Wired.AlertRaised.SourceFieldNumber): what.Source = reader.Text(); break;
                case (Wired.ControlEvent.AlertRaisedFieldNumber, Wired.AlertRaised.NumberFieldNumber): what.Number = reader.Int64(); break;
                case (Wired.ControlEvent.ConfigurationChangedFieldNumber, Wired.ConfigurationChanged.VersionFieldNumber): what.Version = reader.Int64(); break;
                case (Wired.ControlEvent.ConfigurationChangedFieldNumber, Wired.ConfigurationChanged.ValuesFieldNumber):
                    var (name, value) = ReadPair(reader.Message());
                    what.Values = what.Values.SetItem(name, value);
                    break;
                default: reader.Skip(); break;
            }
        }
    }

    private static OrderGroupRequest GroupOf(GroupParts parts)
    {
        if (parts.Legs.Count > OrderGroupRequest.MostLegs) throw new EntryFormatException($"a group has {parts.Legs.Count} legs, {OrderGroupRequest.MostLegs} at most");
        var relation = (LegRelation)EnumField.Parse(parts.Relation - 1, (int)LegRelation.Reduces, "how the legs of a group hang together");
        return new OrderGroupRequest(IdentityField.Parse(parts.Group, "a group's identity"), relation, parts.First, parts.Legs);
    }

    // The parts of the first order, were it to come in several, are not put together: nobody writes it so.
    private void Read(ProtoReader reader, GroupParts parts)
    {
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case Wired.GroupAsked.GroupIdFieldNumber: parts.Group = reader.Bytes().ToArray(); break;
                case Wired.GroupAsked.RelationFieldNumber: parts.Relation = reader.Int32(); break;
                case Wired.GroupAsked.FirstFieldNumber when parts.First is not null: reader.Fail("a group has two first orders"); break;
                case Wired.GroupAsked.FirstFieldNumber: parts.First = OrderOf(reader.Message()); break;
                case Wired.GroupAsked.LegsFieldNumber: parts.Legs.Add(OrderOf(reader.Message())); break;
                default: reader.Skip(); break;
            }
        }
    }

    private OrderRequest OrderOf(ProtoReader reader)
    {
        var asked = new Asked();
        Read(reader, ref asked);
        return RequestOf(Wired.ControlEvent.OrderAskedFieldNumber, asked);
    }

    private OrderRequest RequestOf(int said, in Asked asked)
    {
        var (order, instrument) = (IdentityField.Parse(asked.Order, "an order's identity"), names.Instrument(asked.Instrument));
        if (said is not (Wired.ControlEvent.OrderAskedFieldNumber or Wired.ControlEvent.AmendAskedFieldNumber)) return new OrderRequest(order, instrument, default, default, default);
        var side = said == Wired.ControlEvent.OrderAskedFieldNumber ? SideField.Parse(asked.Side, "an order that is asked for") : default;
        return new OrderRequest(order, instrument, side, new(asked.Quantity), asked.Terms.Parse())
        {
            Algorithm = said == Wired.ControlEvent.OrderAskedFieldNumber ? asked.Algorithm.Parse() : null,
        };
    }

    private static void Read(ProtoReader reader, ref Asked asked)
    {
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case Wired.OrderAsked.OrderIdFieldNumber: asked.Order = reader.Bytes(); break;
                case Wired.OrderAsked.InstrumentFieldNumber: asked.Instrument = reader.Bytes(); break;
                case Wired.OrderAsked.SideFieldNumber: asked.Side = reader.Int32(); break;
                case Wired.OrderAsked.QuantityFieldNumber: asked.Quantity = reader.Int64(); break;
                case Wired.OrderAsked.TermsFieldNumber: asked.Terms.Read(reader.Message()); break;
                case Wired.OrderAsked.AlgorithmFieldNumber: asked.Algorithm.Read(reader.Message()); break;
                default: reader.Skip(); break;
            }
        }
    }

    private static (string Name, string Value) ReadPair(ProtoReader reader)
    {
        var (name, value) = ("", "");
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case MapField.Key: name = reader.Text(); break;
                case MapField.Value: value = reader.Text(); break;
                default: reader.Skip(); break;
            }
        }
        return (name, value);
    }

    private ref struct Asked
    {
        public ReadOnlySpan<byte> Order, Instrument;
        public int Side;
        public long Quantity;
        public TermsField Terms;
        public AlgorithmField Algorithm;
        public GroupParts? Group;
    }

    private sealed class GroupParts
    {
        public byte[] Group = [];
        public int Relation;
        public OrderRequest? First;
        public readonly List<OrderRequest> Legs = [];
    }

    private struct What()
    {
        public string Text = "", Severity = "", Source = "";
        public long Version, Number;
        public ImmutableSortedDictionary<string, string> Values = Configuration.None.Values;
    }
}
