using System.Numerics;

namespace Noderr.Simulation.Matching;

/// <summary>
/// Where the order of an id rests: open addressing, half empty, so that a look-up is a line of memory whatever rests. A place holds half of the
/// id's hash and the order's number, so that it is small and can be moved without a look at the order.
/// </summary>
internal sealed class OrderIndex
{
    private const int None = -1, FirstPlaces = 1 << 12;

    // The hash above, the number + 1 below; 0 where nothing is.
    private ulong[] places = new ulong[FirstPlaces];
    private int shift = 32 - BitOperations.Log2(FirstPlaces), mask = FirstPlaces - 1;

    public int Count { get; private set; }

    /// <summary>-1 when no such order rests.</summary>
    public int Find(long id, Resting[] orders)
    {
        var (all, hash) = (places, Hash(id));
        for (var at = Home(hash); ; at = (at + 1) & mask)
        {
            var place = all[at];
            if (place == 0) return None;
            if ((uint)(place >> 32) == hash && orders[(uint)place - 1].Id == id) return (int)place - 1;
        }
    }

    public void Add(long id, int slot)
    {
        if (Count * 2 >= places.Length) Grow();
        Put((ulong)Hash(id) << 32 | (uint)(slot + 1));
        Count++;
    }

    public void Remove(long id, int slot)
    {
        var at = Home(Hash(id));
        while ((uint)places[at] != slot + 1) at = (at + 1) & mask;
        // What lies behind moves up, so that no look-up stops before it; marks of what was removed would pile up.
        for (var next = (at + 1) & mask; places[next] is not 0 and var place; next = (next + 1) & mask)
        {
            if (((next - Home((uint)(place >> 32))) & mask) < ((next - at) & mask)) continue;
            places[at] = place;
            at = next;
        }
        places[at] = 0;
        Count--;
    }

    private static uint Hash(long id) => (uint)((ulong)id * 0x9E3779B97F4A7C15 >> 32);

    private int Home(uint hash) => (int)(hash >> shift);

    private void Put(ulong place)
    {
        var at = Home((uint)(place >> 32));
        while (places[at] != 0) at = (at + 1) & mask;
        places[at] = place;
    }

    private void Grow()
    {
        var old = places;
        places = LargePages.Allocate<ulong>(old.Length * 2);
        (mask, shift) = (places.Length - 1, shift - 1);
        foreach (var place in old)
            if (place != 0) Put(place);
    }
}
