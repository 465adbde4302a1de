using Noderr.Domain.Events;
using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;
using Noderr.Journal.Deciders;

namespace Noderr.Ingest;

/// <summary>What a source had at one moment: its events travel as one record.</summary>
public readonly record struct MarketBatch(ReadOnlyMemory<MarketEvent> Events);

/// <summary>
/// Lets in what can be traded on: prices above zero and on their tick, a bid below its ask, times that don't go back, nothing of a recording twice. What it refuses it
/// counts, and says nothing of.
/// </summary>
public sealed class IngestDecider(InstrumentCatalog instruments) : Decider<MarketEvent>, IAnswers<MarketBatch, MarketEvent>
{
    private readonly MarketEvent[] last = new MarketEvent[instruments.Count];

    /// <summary>How many events were let in, ever: a source that can start anywhere goes on behind it.</summary>
    public long Count { get; private set; }

    /// <summary>Of the last event that was let in, as its source numbers it.</summary>
    public long Sequence { get; private set; }

    /// <summary>The newest quote; its kind is meaningless before there was one.</summary>
    public MarketEvent LastQuote(int instrument) => last[instrument];

    public void Decide(in MarketBatch request, Timestamp now, Output<MarketEvent> output)
    {
        foreach (ref readonly var e in request.Events.Span)
            if (IsSound(e)) output.Say(e);
    }

    public override void Evolve(in MarketEvent said, Timestamp now)
    {
        Count++;
        Sequence = said.Sequence;
        if (said.Kind == MarketKind.Quote) last[said.Instrument] = said;
    }

    public override void Save(StateWriter state)
    {
        state.Int64(Count).Int64(Sequence);
        foreach (ref readonly var q in last.AsSpan())
            state.Int32(q.Instrument).Int64(q.Bid.Units).Int64(q.Ask.Units).Int64(q.BidSize.Units).Int64(q.AskSize.Units).Int64(q.At.Nanoseconds);
    }

    public override void Load(ref StateReader state)
    {
        (Count, Sequence) = (state.Int64(), state.Int64());
        for (var i = 0; i < last.Length; i++)
            last[i] = MarketEvent.Quote(state.Int32(), new(state.Int64()), new(state.Int64()), new(state.Int64()), new(state.Int64()), new(state.Int64()));
    }

    private bool IsSound(in MarketEvent e)
    {
        if ((uint)e.Instrument >= (uint)last.Length || SequenceNumber.IsPast(e.Sequence, Sequence)) return false;
        var tick = instruments[e.Instrument].Tick;
        if (e.Kind == MarketKind.Trade) return e.Price.Units > 0 && e.Size.Units > 0 && e.Price.IsMultipleOf(tick);
        return e.Bid.Units > 0 && e.Ask > e.Bid && e.BidSize.Units >= 0 && e.AskSize.Units >= 0 && e.Bid.IsMultipleOf(tick) && e.Ask.IsMultipleOf(tick)
            && e.At >= last[e.Instrument].At;
    }
}
