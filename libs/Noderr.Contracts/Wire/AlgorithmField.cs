using Noderr.Domain.Algorithms;
using Noderr.Journal.Entries;
using Wired = Noderr.Contracts.Types.V1.AlgorithmTerms;

namespace Noderr.Contracts.Wire;

/// <summary>How an order is to be worked, as far as it was read.</summary>
internal struct AlgorithmField
{
    private int kind, slices, jitter, catchUp, share;
    private long start, end, display, retry;
    private double urgency;
    private bool leavesRest;
    private List<int>? profile;

    public bool IsThere { get; private set; }

    public static int Room(AlgorithmTerms? terms) => terms is null ? 0 : 2 * Wire.Room.Message + (12 + terms.Profile.Count) * Wire.Room.Number;

    public static void Write(ref ProtoWriter writer, int field, AlgorithmTerms? terms)
    {
        if (terms is null) return;
        var begun = writer.Begin(field);
        writer.Int64(Wired.KindFieldNumber, (int)terms.Kind + 1);
        writer.Int64(Wired.StartFieldNumber, terms.Start.Nanoseconds);
        writer.Int64(Wired.EndFieldNumber, terms.End.Nanoseconds);
        writer.Int64(Wired.SlicesFieldNumber, terms.Slices);
        writer.Int64(Wired.JitterMillionthsFieldNumber, terms.JitterMillionths);
        writer.Int64(Wired.CatchUpMillionthsFieldNumber, terms.CatchUpMillionths);
        writer.Int32s(Wired.ProfileMillionthsFieldNumber, terms.Profile);
        writer.Int64(Wired.ShareMillionthsFieldNumber, terms.ShareMillionths);
        writer.Double(Wired.UrgencyFieldNumber, terms.Urgency);
        writer.Int64(Wired.DisplayFieldNumber, terms.Display.Units);
        writer.Int64(Wired.RetryFieldNumber, terms.Retry.Ticks * 100);
        writer.Bool(Wired.LeavesRestFieldNumber, terms.LeavesRest);
        writer.End(begun);
    }

    /// <summary>A message that comes in parts is their sum.</summary>
    public void Read(ProtoReader reader)
    {
        IsThere = true;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case Wired.KindFieldNumber: kind = reader.Int32(); break;
                case Wired.StartFieldNumber: start = reader.Int64(); break;
                case Wired.EndFieldNumber: end = reader.Int64(); break;
                case Wired.SlicesFieldNumber: slices = reader.Int32(); break;
                case Wired.JitterMillionthsFieldNumber: jitter = reader.Int32(); break;
                case Wired.CatchUpMillionthsFieldNumber: catchUp = reader.Int32(); break;
                case Wired.ProfileMillionthsFieldNumber: reader.Int32s(profile ??= [], AlgorithmTerms.MostSlices); break;
                case Wired.ShareMillionthsFieldNumber: share = reader.Int32(); break;
                case Wired.UrgencyFieldNumber: urgency = reader.Double(); break;
                case Wired.DisplayFieldNumber: display = reader.Int64(); break;
                case Wired.RetryFieldNumber: retry = reader.Int64(); break;
                case Wired.LeavesRestFieldNumber: leavesRest = reader.Bool(); break;
                default: reader.Skip(); break;
            }
        }
    }

    /// <exception cref="EntryFormatException">It has something that this version does not know.</exception>
    public readonly AlgorithmTerms? Parse() => !IsThere ? null : new AlgorithmTerms
    {
        Kind = (AlgorithmKind)EnumField.Parse(kind - 1, (int)AlgorithmKind.Sniper, "an algorithm"),
        Start = new(start),
        End = new(end),
        Slices = slices,
        JitterMillionths = jitter,
        CatchUpMillionths = catchUp,
        Profile = profile ?? [],
        ShareMillionths = share,
        Urgency = urgency,
        Display = new(display),
        Retry = retry % 100 == 0 ? new(retry / 100) : throw new EntryFormatException("an algorithm's retry is no multiple of 100 ns"),
        LeavesRest = leavesRest,
    };
}
