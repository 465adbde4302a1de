using Confluent.Kafka;
using Grpc.Net.Client;
using Noderr.Contracts.Venue.V1;
using Noderr.Domain.Events;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;
using Noderr.Hosting.Journals;
using Noderr.Hosting.Kafka;
using Noderr.Journal.Entries;
using Noderr.Journal.Kafka;

namespace Noderr.Tests.EndToEnd;

/// <summary>What the journals say in the end, against what the venue says.</summary>
internal sealed class Ledger(JournalCatalog catalog, KafkaSettings kafka)
{
    private readonly Dictionary<UInt128, List<string>> lives = [];
    private readonly Dictionary<UInt128, Quantity> left = [];
    private readonly HashSet<long> trades = [];
    private readonly Quantity[] positions = new Quantity[catalog.Instruments.Count];
    private readonly List<string> faults = [];
    private readonly Dictionary<UInt128, (UInt128 Cause, Quantity Asked, Quantity Filled)> orders = [];
    private readonly HashSet<UInt128> approved = [], submitted = [], signals = [], answered = [];

    public int Orders => lives.Count;

    public int Trades => trades.Count;

    public int Leases { get; private set; }

    /// <summary>Orders of paused owners that came after their successor had asked about them.</summary>
    public long Late { get; private set; }

    public async Task<IReadOnlyList<string>> Check(string venueUrl)
    {
        ReadAll();
        foreach (var (order, life) in lives.Where(l => !IsWhole(l.Value))) faults.Add($"the life of order {order:x32} is not whole: {string.Join(", ", life)}");
        using var channel = GrpcChannel.ForAddress(venueUrl);
        var account = await new VenueService.VenueServiceClient(channel).AccountAsync(new AccountRequest());
        Late = account.LateOrders;
        if (account.RepeatedOrders != 0) faults.Add($"{account.RepeatedOrders} orders came to the venue twice");
        if (account.Trades != trades.Count) faults.Add($"the venue made {account.Trades} trades, the journal has {trades.Count}");
        if (account.Orders > submitted.Count) faults.Add($"the venue took {account.Orders} orders, the journal has {submitted.Count} submissions");
        foreach (var legs in orders.Values.Where(o => orders.ContainsKey(o.Cause)).GroupBy(o => o.Cause))
        {
            var closed = legs.Aggregate(Quantity.Zero, (sum, l) => sum + l.Filled);
            if (closed > orders[legs.Key].Filled) faults.Add($"legs of {legs.Key:x32} closed {closed}, {orders[legs.Key].Filled} was opened");
        }
        var held = account.Holdings.ToDictionary(h => h.Instrument, h => h.Quantity);
        foreach (var instrument in catalog.Instruments)
            if (positions[instrument.Index].Units != held.GetValueOrDefault(instrument.Id))
                faults.Add($"{instrument.Id}: {positions[instrument.Index]} by the journal, {new Quantity(held.GetValueOrDefault(instrument.Id))} at the venue");
        return faults;
    }

    /// <summary>Orders that are not over yet.</summary>
    public int Open => lives.Values.Count(l => !IsWhole(l));

    /// <summary>What follows is read before what it follows from, so that nothing seems to come from nowhere while all is moving.</summary>
    public void ReadAll()
    {
        var (executions, orders, risk, wanted) = (ReadToEnd(catalog.Executions), ReadToEnd(catalog.Orders), ReadToEnd(catalog.Risk), ReadToEnd(catalog.Signals));
        foreach (var e in wanted) signals.Add(e.Id.Value);
        foreach (var e in risk) Saw(e);
        foreach (var e in orders) Saw(e);
        foreach (var e in executions) Saw(e);
    }

    /// <summary>Orders that came from another one: what one opened, they close.</summary>
    public int Legs => orders.Values.Count(o => orders.ContainsKey(o.Cause));

    // What is asked of an order may be asked when it is over, without anybody knowing yet; its end is one.
    private static bool IsWhole(List<string> life) =>
        life is ["created", ..] && (life.Contains("denied")
            ? !life.Contains("submitting")
            : life.Contains("routed") && life.Contains("submitting") && life.Count(s => s is "rejected" or "canceled" or "expired" or "full") == 1);

    private void Saw(OrderEvent e)
    {
        var life = Life(e.Order);
        var byHand = e.Strategy == catalog.Books[e.Book].Operator;
        if (e.Kind == OrderKind.Created && !byHand && !signals.Contains(e.Signal.Value)) faults.Add($"order {e.Order} has no signal");
        if (e.Kind == OrderKind.Created)
        {
            left[e.Order.Value] = e.Quantity;
            orders[e.Order.Value] = (e.Signal.Value, e.Quantity, Quantity.Zero);
        }
        if (e.Kind == OrderKind.Routed && !approved.Contains(e.Order.Value)) faults.Add($"order {e.Order} was routed without approval");
        Step(e.Order, life, e.Kind.ToString().ToLowerInvariant());
    }

    private void Saw(RiskEvent e)
    {
        if (e.Kind is not (RiskKind.Approved or RiskKind.Denied)) return;
        if (!answered.Add(e.Order.Value)) faults.Add($"risk answered twice for order {e.Order}");
        if (e.Kind == RiskKind.Approved) approved.Add(e.Order.Value);
    }

    private void Saw(ExecutionEvent e)
    {
        var life = Life(e.Order);
        if (e.Kind == ExecutionKind.Submitting) submitted.Add(e.Order.Value);
        if (e.Kind == ExecutionKind.Updated) left[e.Order.Value] = e.Quantity - orders[e.Order.Value].Filled;
        if (e.Kind != ExecutionKind.Filled)
        {
            Step(e.Order, life, e.Kind.ToString().ToLowerInvariant());
            // Other terms that are what was filled already end it.
            if (e.Kind == ExecutionKind.Updated && left[e.Order.Value].Sign == 0) Step(e.Order, life, "full");
            return;
        }
        if (!trades.Add(e.Trade)) faults.Add($"trade {e.Trade} is in the journal twice");
        positions[e.Instrument] += e.Side.Signed(e.Quantity);
        left[e.Order.Value] -= e.Quantity;
        orders[e.Order.Value] = orders[e.Order.Value] with { Filled = orders[e.Order.Value].Filled + e.Quantity };
        Step(e.Order, life, left[e.Order.Value].Sign == 0 ? "full" : "part");
        if (left[e.Order.Value].Sign < 0) faults.Add($"order {e.Order} was filled beyond its size");
    }

    private void Step(Identity order, List<string> life, string step)
    {
        if (step is "created" or "routed" or "submitting" or "accepted" or "triggered" or "denied" or "rejected" or "canceled" or "expired" or "full" && life.Contains(step)) faults.Add($"order {order} is {step} twice");
        life.Add(step);
    }

    private List<string> Life(Identity order)
    {
        if (!lives.TryGetValue(order.Value, out var life)) lives[order.Value] = life = [];
        return life;
    }

    private List<TEvent> ReadToEnd<TEvent>(Journal<TEvent> journal)
    {
        var events = new List<TEvent>();
        using var consumer = new ConsumerBuilder<byte[]?, byte[]?>(kafka.Reader(KafkaProfile.Bulk, "ledger")).SetLogHandler(static (_, _) => { }).Build();
        for (var shard = 0; shard < journal.Shards; shard++)
        {
            // As far as it is written now: a journal that is written all the time has no end to wait for.
            var end = consumer.QueryWatermarkOffsets(journal.At(shard), TimeSpan.FromSeconds(30)).High.Value;
            if (end == 0) continue;
            consumer.Assign(new TopicPartitionOffset(journal.At(shard), Offset.Beginning));
            var buffer = new RecordBuffer<TEvent>(journal.At(shard), journal.Codec);
            var filter = new LeaseFilter();
            while (consumer.Consume(TimeSpan.FromSeconds(30)) is { IsPartitionEOF: false } record)
            {
                buffer.Add(record, poison => faults.Add($"{poison.At} can't be read: {poison.Reason}"));
                buffer.TryRead(record.Offset.Value, out var entry);
                if (entry.Kind == EntryKind.Lease) Leases++;
                if (filter.Counts(entry)) events.AddRange(entry.Events);
                if (record.Offset.Value + 1 >= end) break;
            }
        }
        return events;
    }
}
