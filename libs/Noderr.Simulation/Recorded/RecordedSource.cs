using Noderr.Domain.Events;
using Noderr.Domain.Instruments;

namespace Noderr.Simulation.Recorded;

/// <summary>Where events come from in the order of their times: a file, or two that are two sides of the same.</summary>
internal interface IRecordedSource : IDisposable
{
    bool TryNext(out MarketEvent e);

    long BytesRead { get; }

    long Bytes { get; }

    IEnumerable<SkippedRows> Skipped { get; }
}

internal sealed class RecordedSource : IRecordedSource
{
    private readonly RowFile rows;
    private readonly RowForm form;
    private readonly RowInstrument instrument;
    private readonly Admission admission;
    private readonly SkipCount skips;
    private long used;

    public RecordedSource(RowFile rows, RecordedFile file, InstrumentCatalog instruments, bool strict)
    {
        this.rows = rows;
        form = RowForm.Of(rows, file);
        if (form is SideBarForm) throw rows.Wrong(null, $"holds one side of its bars, expected the other side's file too: {file.OtherSide}");
        instrument = new RowInstrument(rows, file, instruments);
        admission = new Admission(instruments);
        skips = new SkipCount(rows, strict);
    }

    public long BytesRead => rows.BytesRead;

    public long Bytes => rows.Bytes;

    public IEnumerable<SkippedRows> Skipped => skips.All;

    public bool TryNext(out MarketEvent e)
    {
        while (rows.TryNext())
        {
            var oddity = admission.Admit(form.Read(), instrument.Current, out e);
            if (oddity == Oddity.None)
            {
                used++;
                return true;
            }
            skips.Add(oddity);
        }
        skips.EndedWith(used);
        e = default;
        return false;
    }

    public void Dispose() => rows.Dispose();
}
