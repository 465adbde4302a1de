using Noderr.Domain.Depth;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;

namespace Noderr.Tests.Unit.Domain.Depth;

/// <summary>A book by orders as a list for each price: slow, and plain to see that it is right.</summary>
internal sealed class SlowBook
{
    private const long Middle = 1000;

    private readonly SortedDictionary<(Side Side, long Price), List<(UInt128 Order, long Size)>> queues = [];
    private readonly Dictionary<UInt128, (Side Side, long Price)> places = [];
    private readonly List<UInt128> names = [];
    private UInt128 last;

    public int Count => places.Count;

    public long At(Side side, long price) => queues.TryGetValue((side, price), out var queue) ? queue.Sum(o => o.Size) : 0;

    public IEnumerable<(UInt128 Order, long Ahead)> Positions() => queues.Values.SelectMany(q => q.Select((o, i) => (o.Order, q.Take(i).Sum(b => b.Size))));

    /// <summary>Bids lie below the middle and asks above, so that it is never crossed.</summary>
    public QueueChange Random(SeededRandom random, int spread)
    {
        var side = random.Unit() < 0.5 ? Side.Buy : Side.Sell;
        if (names.Count == 0 || random.Unit() < 0.35 + (names.Count < 50 ? 0.2 : 0)) return QueueChange.Add(++last, side, Somewhere(side), new Quantity(1 + Up(100)));
        var order = names[(int)Up(names.Count)];
        var place = places[order];
        var size = queues[place].First(o => o.Order == order).Size;
        return Up(5) switch
        {
            0 => QueueChange.Change(order, place.Side, random.Unit() < 0.5 ? new Price(place.Price) : Somewhere(place.Side), new Quantity(1 + Up(100))),
            1 => QueueChange.Reduce(order, new Quantity(1 + Up(size))),
            2 => QueueChange.Execute(order, new Quantity(1 + Up(size))),
            _ => QueueChange.Delete(order),
        };

        long Up(long below) => (long)(random.Unit() * below);
        Price Somewhere(Side of) => new(of == Side.Buy ? Middle - 1 - Up(spread) : Middle + Up(spread));
    }

    /// <summary>The levels that it touches.</summary>
    public IReadOnlyList<(Side Side, long Price)> Apply(QueueChange change)
    {
        if (change.Act == QueueAct.Add)
        {
            Append((change.Side, change.Price.Units), change.Order, change.Size.Units);
            names.Add(change.Order);
            return [(change.Side, change.Price.Units)];
        }
        var place = places[change.Order];
        var queue = queues[place];
        var at = queue.FindIndex(o => o.Order == change.Order);
        var left = change.Act switch { QueueAct.Delete => 0, QueueAct.Change => change.Size.Units, _ => queue[at].Size - change.Size.Units };
        var keeps = left > 0 && left <= queue[at].Size && (change.Act != QueueAct.Change || change.Price.Units == place.Price);
        if (keeps)
        {
            queue[at] = (change.Order, left);
            return [place];
        }
        queue.RemoveAt(at);
        places.Remove(change.Order);
        if (left == 0) names.Remove(change.Order);
        else Append((place.Side, change.Price.Units), change.Order, left);
        return left == 0 ? [place] : [place, (place.Side, change.Price.Units)];
    }

    private void Append((Side Side, long Price) place, UInt128 order, long size)
    {
        if (!queues.TryGetValue(place, out var queue)) queues[place] = queue = [];
        queue.Add((order, size));
        places[order] = place;
    }
}
