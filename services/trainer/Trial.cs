using Noderr.Domain.Books;
using Noderr.Domain.Events;
using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;
using Noderr.Domain.Positions;
using Noderr.Journal.Memory;

namespace Noderr.Trainer;

/// <summary>One strategy alone, trading the whole chain in memory; what it made is what is left after fees if all were closed at the end.</summary>
internal sealed class Trial : ISubscriber<ExecutionEvent>
{
    private readonly MemoryDesk desk;
    private readonly MarketEvent[] quotes;
    private readonly Position[] positions;

    public Trial(Book book, StrategyDeclaration strategy, InstrumentCatalog instruments)
    {
        desk = new MemoryDesk(book with { Index = 0, Strategies = [strategy] }, instruments);
        (quotes, positions) = (new MarketEvent[instruments.Count], new Position[instruments.Count]);
        desk.Executions.Subscribe(this);
    }

    public Money Profit
    {
        get
        {
            var profit = Money.Zero;
            for (var i = 0; i < positions.Length; i++)
            {
                ref readonly var held = ref positions[i];
                profit += held.Realised + held.Unrealised(quotes[i].Bid, quotes[i].Ask) - held.Fees;
            }
            return profit;
        }
    }

    public void Tick(in MarketEvent e)
    {
        if (e.Kind == MarketKind.Quote) quotes[e.Instrument] = e;
        desk.Tick(e);
    }

    void ISubscriber<ExecutionEvent>.On(in ExecutionEvent e, Timestamp at)
    {
        if (e.Kind == ExecutionKind.Filled) positions[e.Instrument] = positions[e.Instrument].Fill(e.Side, e.Quantity, e.Price, e.Fee);
    }
}
