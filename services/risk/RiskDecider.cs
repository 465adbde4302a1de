using System.Collections.Immutable;
using Noderr.Domain.Books;
using Noderr.Domain.Events;
using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;
using Noderr.Hosting.Trading;
using Noderr.Journal.Deciders;

namespace Noderr.Risk;

/// <summary>May this order be?</summary>
public readonly record struct RiskCheck(Identity Order, int Book, int Instrument, Side Side, Quantity Quantity, Price Limit, bool IsReduceOnly = false);

/// <summary>
/// The risk of one book. It answers from memory, says each answer before it gives it, and gives the same one to whoever asks again. What it
/// does not know it denies, except for orders that can only reduce.
/// </summary>
public sealed class RiskDecider
    : Decider<RiskEvent>, IReads<MarketEvent, RiskEvent>, IReads<ExecutionEvent, RiskEvent>, IReads<ControlEvent, RiskEvent>, IAnswers<RiskCheck, RiskEvent>
{
    private readonly Book book;
    private readonly InstrumentCatalog instruments;
    private readonly Exposure[] exposures;
    private readonly Reservations reservations;
    private readonly Answers answers = new();
    private bool halted, haltAsked;
    private ImmutableSortedDictionary<string, string> changed = Configuration.None.Values;
    private Limits limits;

    public RiskDecider(Book book, InstrumentCatalog instruments)
    {
        (this.book, this.instruments, limits) = (book, instruments, book.Limits);
        exposures = new Exposure[instruments.Count];
        reservations = new Reservations(book.Limits.ReservationLasts);
    }

    /// <summary>What the book is held to now.</summary>
    public Limits Limits => limits;

    public bool IsHalted => halted;

    public bool HasPrice(int instrument) => exposures[instrument].HasPrice;

    public Quantity PositionOf(int instrument) => exposures[instrument].Position;

    /// <summary>What was answered for the order; null when it was never asked about, or long ago.</summary>
    public RiskEvent? AnswerTo(Identity order) => answers.Find(order);

    public override Timestamp? Due => reservations.NextEnd;

    public void Observe(in MarketEvent input, Timestamp now)
    {
        if (input.Kind == MarketKind.Quote) exposures[input.Instrument].Quote(input.Bid, input.Ask, now);
    }

    public void Observe(in ExecutionEvent input, Timestamp now)
    {
        if (input.Book != book.Index) return;
        ref var exposure = ref exposures[input.Instrument];
        switch (input.Kind)
        {
            case ExecutionKind.Filled:
                exposure.Fill(input.Side, input.Quantity);
                exposure.Release(input.Side, reservations.Use(input.Order, input.Quantity));
                break;
            // It is at its venue for as long as it takes: its end will be told.
            case ExecutionKind.Submitting:
                reservations.Hold(input.Order);
                break;
            case ExecutionKind.Canceled or ExecutionKind.Rejected or ExecutionKind.Expired:
                exposure.Release(input.Side, reservations.End(input.Order));
                break;
        }
    }

    public void Observe(in ControlEvent input, Timestamp now)
    {
        if (input.Book >= 0 && input.Book != book.Index) return;
        if (input.Kind == ControlKind.KillSwitchOn) haltAsked = true;
        else if (input.Kind == ControlKind.KillSwitchOff) haltAsked = false;
        else if (input.Kind == ControlKind.ConfigurationChanged) Change(RuntimeLimits.Of(book.Index, input.Configuration.Values));
    }

    public void Decide(in ControlEvent input, Timestamp now, Output<RiskEvent> output)
    {
        if (haltAsked != halted)
            output.Say(new RiskEvent(haltAsked ? RiskKind.Halted : RiskKind.Resumed, Identity.None, book.Index, -1, default, default, default, DenialCode.None, 0, 0, now));
    }

    public void Decide(in RiskCheck request, Timestamp now, Output<RiskEvent> output)
    {
        if (answers.Find(request.Order) is not null) return;
        var verdict = Rules.Check(request, this, now);
        output.Say(new RiskEvent(
            verdict.Denial == DenialCode.None ? RiskKind.Approved : RiskKind.Denied, request.Order, request.Book, request.Instrument, request.Side,
            request.IsReduceOnly && verdict.Denial == DenialCode.None ? Quantity.Zero : request.Quantity, request.Limit, verdict.Denial, verdict.Value, verdict.Limit, now));
    }

    /// <summary>A reservation ran out.</summary>
    public override void Decide(Timestamp now, Output<RiskEvent> output)
    {
        foreach (var r in reservations.EndedBy(now))
            output.Say(new RiskEvent(RiskKind.Released, r.Order, book.Index, r.Instrument, r.Side, r.Left, default, DenialCode.None, 0, 0, now));
    }

    public override void Evolve(in RiskEvent said, Timestamp now)
    {
        switch (said.Kind)
        {
            case RiskKind.Approved:
                answers.Add(said);
                if (said.Quantity.Sign == 0) break;
                reservations.Add(said.Order, said.Instrument, said.Side, said.Quantity, said.At);
                exposures[said.Instrument].Reserve(said.Side, said.Quantity);
                break;
            case RiskKind.Denied: answers.Add(said); break;
            case RiskKind.Released: exposures[said.Instrument].Release(said.Side, reservations.End(said.Order)); break;
            case RiskKind.Halted: halted = true; break;
            case RiskKind.Resumed: halted = false; break;
        }
    }

    public override void Save(StateWriter state)
    {
        state.Bool(halted).Bool(haltAsked);
        foreach (ref readonly var e in exposures.AsSpan()) e.Save(state);
        reservations.Save(state);
        answers.Save(state);
        state.Int64(changed.Count);
        foreach (var (name, text) in changed) state.Text(name).Text(text);
    }

    public override void Load(ref StateReader state)
    {
        (halted, haltAsked) = (state.Bool(), state.Bool());
        for (var i = 0; i < exposures.Length; i++) exposures[i] = Exposure.Load(ref state);
        reservations.Load(ref state);
        answers.Load(ref state);
        var values = Configuration.None.Values;
        for (var left = state.Int64(); left > 0; left--) values = values.Add(state.Text(), state.Text());
        Change(values);
    }

    private void Change(ImmutableSortedDictionary<string, string> values) => (changed, limits) = (values, book.Limits.Under(book.Index, values));

    /// <summary>The rules, in the order in which they are asked; the first that is broken is the answer.</summary>
    private static class Rules
    {
        public static (DenialCode Denial, long Value, long Limit) Check(in RiskCheck check, RiskDecider risk, Timestamp now)
        {
            var limits = risk.limits;
            if (check.Book != risk.book.Index) return (DenialCode.UnknownBook, check.Book, risk.book.Index);
            if ((uint)check.Instrument >= (uint)risk.exposures.Length) return (DenialCode.UnknownInstrument, check.Instrument, risk.exposures.Length);
            var instrument = risk.instruments[check.Instrument];
            ref readonly var exposure = ref risk.exposures[check.Instrument];
            if (check.Limit.Units < 0 || !check.Limit.IsMultipleOf(instrument.Tick)) return (DenialCode.NotOnTick, check.Limit.Units, instrument.Tick.Units);
            if (!check.Quantity.IsMultipleOf(instrument.Lot)) return (DenialCode.NotOnLot, check.Quantity.Units, instrument.Lot.Units);
            // Another price for an order that has its reservation: nothing more is to be traded.
            if (check.Quantity.Sign != 0 && check.Quantity < instrument.MinQuantity) return (DenialCode.TooSmall, check.Quantity.Units, instrument.MinQuantity.Units);
            // What can only bring the book nearer to nothing is let through when all else fails.
            if (check.IsReduceOnly || exposure.Reduces(check.Side, check.Quantity)) return default;
            if (risk.halted || risk.haltAsked) return (DenialCode.KillSwitch, 1, 0);
            if (!exposure.HasPrice) return (DenialCode.NoPrice, 0, 0);
            if (now - exposure.PriceTime > limits.StaleAfter) return (DenialCode.StalePrice, (now - exposure.PriceTime).Ticks, limits.StaleAfter.Ticks);
            // An order at the market has no limit: it is held to what the market shows.
            var worst = check.Limit.Units > 0 ? check.Limit : exposure.Across(check.Side);
            var (far, collar) = (exposure.Beyond(check.Side, worst), limits.CollarMillionths);
            if (far > collar) return (DenialCode.PriceCollar, far, collar);
            var notional = worst * check.Quantity;
            if (notional > limits.MaxOrderNotional) return (DenialCode.NotionalLimit, notional.Units, limits.MaxOrderNotional.Units);
            if (risk.reservations.Count >= limits.MaxOpenOrders) return (DenialCode.OpenOrderLimit, risk.reservations.Count, limits.MaxOpenOrders);
            var position = exposure.WorstNotionalAfter(check.Side, check.Quantity);
            if (position > limits.MaxPositionNotional) return (DenialCode.PositionLimit, position.Units, limits.MaxPositionNotional.Units);
            var total = position;
            for (var i = 0; i < risk.exposures.Length; i++)
                if (i != check.Instrument) total += risk.exposures[i].WorstNotional;
            return total > limits.MaxExposure ? (DenialCode.ExposureLimit, total.Units, limits.MaxExposure.Units) : default;
        }
    }
}
