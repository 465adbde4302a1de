using System.Numerics;

namespace Noderr.Simulation.Matching;

/// <summary>
/// The levels of one side by price: a tree with 64 branches at a node, whose bits say which there are. It is as high as the prices lie apart, two
/// steps for some thousand ticks, and takes no more room for prices that lie far from the others than for those that are close.
/// </summary>
internal sealed class PriceTree
{
    private const int Bits = 6, Branches = 1 << Bits, Tallest = 11;
    private const ulong Middle = 1UL << 63 | 1UL << 41 | 1UL << 35 | 1UL << 29 | 1UL << 23 | 1UL << 17 | 1UL << 11;

    private ulong[] masks = new ulong[16];
    private int[] branches = new int[16 * Branches];
    private readonly Stack<int> free = new();
    private int nodes, root = -1, height;
    private ulong prefix;
    private long origin;

    public bool IsEmpty => root < 0;

    /// <summary>-1 when there is no level at the price.</summary>
    public int Find(long price)
    {
        var key = Key(price);
        if (root < 0 || Above(key, height) != prefix) return -1;
        var node = root;
        for (var rest = height - 1; ; rest--)
        {
            var branch = Branch(key, rest);
            if ((masks[node] >> branch & 1) == 0) return -1;
            node = branches[node * Branches + branch];
            if (rest == 0) return node;
        }
    }

    /// <summary>At a price that has no level yet.</summary>
    public void Add(long price, int level)
    {
        if (root < 0)
        {
            // The first price is the middle of the tree: a market that wanders from it does not leave it soon.
            (origin, height, root) = (price, 2, Make());
            prefix = Above(Key(price), height);
        }
        var key = Key(price);
        while (Above(key, height) != prefix) Rise();
        var node = root;
        for (var rest = height - 1; rest > 0; rest--)
        {
            var branch = Branch(key, rest);
            if ((masks[node] >> branch & 1) == 0)
            {
                var made = Make();
                masks[node] |= 1UL << branch;
                branches[node * Branches + branch] = made;
            }
            node = branches[node * Branches + branch];
        }
        masks[node] |= 1UL << Branch(key, 0);
        branches[node * Branches + Branch(key, 0)] = level;
    }

    public void Remove(long price)
    {
        if (Remove(root, Key(price), height - 1)) root = -1;
    }

    public int Lowest()
    {
        var node = root;
        for (var rest = height - 1; rest >= 0; rest--) node = branches[node * Branches + BitOperations.TrailingZeroCount(masks[node])];
        return node;
    }

    public int Highest()
    {
        var node = root;
        for (var rest = height - 1; rest >= 0; rest--) node = branches[node * Branches + 63 - BitOperations.LeadingZeroCount(masks[node])];
        return node;
    }

    /// <summary>All levels, the lowest price first.</summary>
    public IEnumerable<int> Ascending() => root < 0 ? [] : Ascending(root, height - 1);

    // True when nothing is left of the node.
    private bool Remove(int node, ulong key, int rest)
    {
        var branch = Branch(key, rest);
        if (rest > 0 && !Remove(branches[node * Branches + branch], key, rest - 1)) return false;
        masks[node] &= ~(1UL << branch);
        if (masks[node] != 0) return false;
        free.Push(node);
        return true;
    }

    private IEnumerable<int> Ascending(int node, int rest)
    {
        for (var left = masks[node]; left != 0; left &= left - 1)
        {
            var below = branches[node * Branches + BitOperations.TrailingZeroCount(left)];
            if (rest == 0) yield return below;
            else
                foreach (var level in Ascending(below, rest - 1)) yield return level;
        }
    }

    private void Rise()
    {
        var top = Make();
        var branch = (int)(prefix & (Branches - 1));
        masks[top] = 1UL << branch;
        branches[top * Branches + branch] = root;
        (root, prefix) = (top, prefix >> Bits);
        height++;
    }

    private int Make()
    {
        if (!free.TryPop(out var node))
        {
            if (nodes == masks.Length)
            {
                Array.Resize(ref masks, nodes * 2);
                Array.Resize(ref branches, nodes * 2 * Branches);
            }
            node = nodes++;
        }
        masks[node] = 0;
        return node;
    }

    private ulong Key(long price) => (ulong)(price - origin) + Middle;

    private static ulong Above(ulong key, int height) => height >= Tallest ? 0 : key >> Bits * height;

    private static int Branch(ulong key, int rest) => (int)(key >> Bits * rest) & (Branches - 1);
}
