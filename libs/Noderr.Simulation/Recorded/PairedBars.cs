using Noderr.Domain.Events;
using Noderr.Domain.Instruments;

namespace Noderr.Simulation.Recorded;

/// <summary>Bars of bids in one file and of asks in another: a quote where both have a bar of the same time.</summary>
internal sealed class PairedBars : IRecordedSource
{
    private readonly Half bids, asks;
    private readonly Instrument instrument;
    private readonly Admission admission;
    private long used;

    public PairedBars(RowFile bids, RecordedFile bidFile, RowFile asks, RecordedFile askFile, InstrumentCatalog instruments, bool strict)
    {
        this.bids = new Half(bids, RowForm.Of(bids, bidFile), new SkipCount(bids, strict));
        this.asks = new Half(asks, RowForm.Of(asks, askFile), new SkipCount(asks, strict));
        foreach (var half in new[] { this.bids, this.asks })
            if (half.Form is not SideBarForm) throw half.Rows.Wrong(null, "is called one side of bars, expected the columns ts_ns and close");
        instrument = new RowInstrument(bids, bidFile, instruments).Current;
        admission = new Admission(instruments);
    }

    public long BytesRead => bids.Rows.BytesRead + asks.Rows.BytesRead;

    public long Bytes => bids.Rows.Bytes + asks.Rows.Bytes;

    public IEnumerable<SkippedRows> Skipped => bids.Skips.All.Concat(asks.Skips.All);

    public bool TryNext(out MarketEvent e)
    {
        var (hasBid, hasAsk) = (bids.TryNext(), asks.TryNext());
        while (hasBid && hasAsk)
        {
            if (bids.At.At != asks.At.At)
            {
                if (bids.At.At < asks.At.At) hasBid = bids.PassOver();
                else hasAsk = asks.PassOver();
                continue;
            }
            var quote = bids.At;
            quote.Ask = asks.At.Ask;
            var oddity = admission.Admit(quote, instrument, out e);
            if (oddity == Oddity.None)
            {
                used++;
                return true;
            }
            bids.Skips.Add(oddity);
            (hasBid, hasAsk) = (bids.TryNext(), asks.TryNext());
        }
        while (hasBid) hasBid = bids.PassOver();
        while (hasAsk) hasAsk = asks.PassOver();
        bids.Skips.EndedWith(used);
        e = default;
        return false;
    }

    public void Dispose()
    {
        bids.Rows.Dispose();
        asks.Rows.Dispose();
    }

    private sealed record Half(RowFile Rows, RowForm Form, SkipCount Skips)
    {
        public Observation At { get; private set; }

        public bool TryNext()
        {
            if (!Rows.TryNext()) return false;
            At = Form.Read();
            return true;
        }

        public bool PassOver()
        {
            Skips.Add(Oddity.OneSideOnly);
            return TryNext();
        }
    }
}
