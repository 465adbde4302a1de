using Noderr.Domain.Orders;
using Noderr.Journal.Entries;
using Wired = Noderr.Contracts.Types.V1.OrderTerms;

namespace Noderr.Contracts.Wire;

/// <summary>An order's terms, as far as they were read. The contract's enumerations begin with one that says nothing; no terms at all are not written.</summary>
internal struct TermsField
{
    public const int Room = Wire.Room.Message + 12 * Wire.Room.Number + Wire.Room.Identity;

    private OrderTerms terms;
    private int type, timeInForce, triggerBy;
    private bool isThere;

    public static void Write(ref ProtoWriter writer, int field, in OrderTerms terms)
    {
        if (terms == default) return;
        var start = writer.Begin(field);
        writer.Int64(Wired.TypeFieldNumber, (int)terms.Type + 1);
        writer.Int64(Wired.TimeInForceFieldNumber, (int)terms.TimeInForce + 1);
        writer.Int64(Wired.LimitFieldNumber, terms.Limit.Units);
        writer.Int64(Wired.TriggerFieldNumber, terms.Trigger.Units);
        writer.Int64(Wired.TrailFieldNumber, terms.Trail.Units);
        writer.Int64(Wired.LimitOffsetFieldNumber, terms.LimitOffset.Units);
        writer.Int64(Wired.TriggerByFieldNumber, (int)terms.TriggerBy + 1);
        writer.Int64(Wired.DisplayFieldNumber, terms.Display.Units);
        writer.Bool(Wired.PostOnlyFieldNumber, terms.IsPostOnly);
        writer.Bool(Wired.ReduceOnlyFieldNumber, terms.IsReduceOnly);
        writer.Int64(Wired.ExpiresFieldNumber, terms.Expires.Nanoseconds);
        if (!terms.Link.IsNone) writer.Identity(Wired.LinkFieldNumber, terms.Link);
        writer.Int64(Wired.LinkMostFieldNumber, terms.LinkMost.Units);
        writer.End(start);
    }

    /// <summary>A message that comes in parts is their sum.</summary>
    public void Read(ProtoReader reader)
    {
        isThere = true;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case Wired.TypeFieldNumber: type = reader.Int32(); break;
                case Wired.TimeInForceFieldNumber: timeInForce = reader.Int32(); break;
                case Wired.LimitFieldNumber: terms = terms with { Limit = new(reader.Int64()) }; break;
                case Wired.TriggerFieldNumber: terms = terms with { Trigger = new(reader.Int64()) }; break;
                case Wired.TrailFieldNumber: terms = terms with { Trail = new(reader.Int64()) }; break;
                case Wired.LimitOffsetFieldNumber: terms = terms with { LimitOffset = new(reader.Int64()) }; break;
                case Wired.TriggerByFieldNumber: triggerBy = reader.Int32(); break;
                case Wired.DisplayFieldNumber: terms = terms with { Display = new(reader.Int64()) }; break;
                case Wired.PostOnlyFieldNumber: terms = terms with { IsPostOnly = reader.Bool() }; break;
                case Wired.ReduceOnlyFieldNumber: terms = terms with { IsReduceOnly = reader.Bool() }; break;
                case Wired.ExpiresFieldNumber: terms = terms with { Expires = new(reader.Int64()) }; break;
                case Wired.LinkFieldNumber: terms = terms with { Link = IdentityField.Parse(reader.Bytes(), "what an order is tied to") }; break;
                case Wired.LinkMostFieldNumber: terms = terms with { LinkMost = new(reader.Int64()) }; break;
                default: reader.Skip(); break;
            }
        }
    }

    /// <exception cref="EntryFormatException">They have something that this version does not know, or lack what all terms have.</exception>
    public readonly OrderTerms Parse() => isThere
        ? terms with
        {
            Type = (OrderType)EnumField.Parse(type - 1, (int)OrderType.TrailingStopLimit, "an order's type"),
            TimeInForce = (TimeInForce)EnumField.Parse(timeInForce - 1, (int)TimeInForce.Day, "an order's time in force"),
            TriggerBy = (TriggerBy)EnumField.Parse(triggerBy - 1, (int)TriggerBy.Mid, "an order's trigger price"),
        }
        : default;
}
