using System.Numerics;

namespace Noderr.Simulation.Matching;

/// <summary>Where the order of an id rests: open addressing, half empty, so that a look-up is one or two lines of memory whatever rests.</summary>
internal sealed class OrderIndex
{
    private const int None = -1, FirstPlaces = 1 << 12;

    private (long Id, int Slot)[] places = Empty(FirstPlaces);
    private int shift = 64 - BitOperations.Log2(FirstPlaces), mask = FirstPlaces - 1;

    public int Count { get; private set; }

    /// <summary>-1 when no such order rests.</summary>
    public int Find(long id)
    {
        var all = places;
        for (var at = Home(id); ; at = (at + 1) & mask)
        {
            ref var place = ref all[at];
            if (place.Slot == None || place.Id == id) return place.Slot;
        }
    }

    public void Add(long id, int slot)
    {
        if (Count * 2 >= places.Length) Grow();
        var at = Home(id);
        while (places[at].Slot != None) at = (at + 1) & mask;
        places[at] = (id, slot);
        Count++;
    }

    public void Remove(long id)
    {
        var at = Home(id);
        while (places[at].Id != id || places[at].Slot == None) at = (at + 1) & mask;
        // What lies behind moves up, so that no look-up stops before it; marks of what was removed would pile up.
        for (var next = (at + 1) & mask; places[next].Slot != None; next = (next + 1) & mask)
        {
            if (((next - Home(places[next].Id)) & mask) < ((next - at) & mask)) continue;
            places[at] = places[next];
            at = next;
        }
        places[at].Slot = None;
        Count--;
    }

    private int Home(long id) => (int)((ulong)id * 0x9E3779B97F4A7C15 >> shift);

    private void Grow()
    {
        var old = places;
        places = Empty(old.Length * 2);
        (mask, shift, Count) = (places.Length - 1, shift - 1, 0);
        foreach (var (id, slot) in old)
            if (slot != None) Add(id, slot);
    }

    private static (long, int)[] Empty(int length)
    {
        var places = LargePages.Allocate<(long, int)>(length);
        Array.Fill(places, (0, None));
        return places;
    }
}
