using Noderr.Domain.Numbers;
using Noderr.Domain.OnChain;
using Noderr.Domain.Orders;

namespace Noderr.Simulation.OnChain;

/// <summary>
/// A chain of blocks with pools in it. What is sent to the public mempool is seen by all until it is included; what is sent to the relay is seen by nobody before
/// it is in a block. Swaps that are revealed come first in a block, in the order in which they were promised; then whoever pays more for gas, then whoever came sooner.
/// </summary>
public sealed class SimulatedChain
{
    /// <summary>The account that is paid for gas.</summary>
    public const int Producer = -1;

    private const int FirstPool = -1000;

    private readonly ChainSetup setup;
    private readonly List<PoolState> pools = [];
    private readonly List<Pending> pending = [];
    private readonly List<Block> blocks = [];
    private readonly HashSet<Identity> included = [];
    private readonly HashSet<Identity> succeeded = [];
    private readonly Dictionary<Digest, Promise> promises = [];
    private SeededRandom random;
    private long arrivals;

    public SimulatedChain(ChainSetup setup)
    {
        this.setup = setup;
        random = new SeededRandom(setup.Seed);
    }

    public Ledger Ledger { get; } = new();

    public UInt128 LeastGasPrice => setup.LeastGasPrice;

    public IReadOnlyList<Block> Blocks => blocks;

    /// <summary>The number of the block that comes next.</summary>
    public long Next => blocks.Count;

    /// <summary>What everybody sees.</summary>
    public IEnumerable<ChainTransaction> Public => pending.Where(p => !p.IsPrivate).Select(p => p.Transaction);

    public PoolState Pool(int pool) => pools[pool];

    public int Open(UInt128 coin, UInt128 token, int feeMillionths)
    {
        var pool = pools.Count;
        pools.Add(new PoolState(coin, token, feeMillionths));
        Ledger.Give(FirstPool - pool, 0, coin);
        Ledger.Give(FirstPool - pool, TokenOf(pool), token);
        return pool;
    }

    /// <summary>Each pool has its own token.</summary>
    public static int TokenOf(int pool) => pool + 1;

    public void Fund(int account, int token, UInt128 amount) => Ledger.Give(account, token, amount);

    public bool Send(ChainTransaction transaction) => Take(transaction, false);

    public bool SendPrivately(ChainTransaction transaction) => Take(transaction, true);

    public Block Produce()
    {
        var (receipts, gas) = (new List<Receipt>(), 0L);
        foreach (var next in Ordered())
        {
            if (next.IsPrivate && Chance(setup.RelayMissesMillionths))
            {
                pending.Remove(next);
                continue;
            }
            var transaction = next.Transaction;
            if (gas + transaction.Action.Gas > setup.GasLimit || !Ledger.Move(transaction.Sender, Producer, 0, transaction.Fee)) continue;
            gas += transaction.Action.Gas;
            pending.Remove(next);
            included.Add(transaction.Id);
            var (fault, swap) = transaction.Needs.IsNone || succeeded.Contains(transaction.Needs) ? Execute(transaction, receipts.Count) : ("what it needs did not succeed", null);
            if (fault is null) succeeded.Add(transaction.Id);
            receipts.Add(new Receipt(transaction, receipts.Count, fault, swap));
        }
        var block = new Block(Next, setup.Start + setup.Interval * (Next + 1), receipts);
        blocks.Add(block);
        return block;
    }

    private bool Take(ChainTransaction transaction, bool isPrivate)
    {
        if (transaction.GasPrice < setup.LeastGasPrice || included.Contains(transaction.Id) || pending.Exists(p => p.Transaction.Id == transaction.Id)) return false;
        pending.Add(new Pending(transaction, isPrivate, arrivals++));
        return true;
    }

    private List<Pending> Ordered() => [.. pending.OrderBy(p => Rank(p.Transaction)).ThenByDescending(p => p.Transaction.GasPrice).ThenBy(p => p.Arrival)];

    private long Rank(ChainTransaction transaction) =>
        transaction.Action is ChainAction.Reveal r && promises.TryGetValue(r.Terms.Commitment(transaction.Sender, r.Salt), out var promise) && promise.Block < Next ? promise.Place : long.MaxValue;

    private bool Chance(int millionths) => random.Unit() * 1_000_000 < millionths;

    private (string? Fault, SwapMade? Swap) Execute(ChainTransaction transaction, int place) => transaction.Action switch
    {
        ChainAction.Transfer t => (Ledger.Move(transaction.Sender, t.To, t.Token, t.Amount) ? null : "the balance is too small", null),
        ChainAction.Swap s => Swap(transaction, s.Terms, place),
        ChainAction.Commit c => (promises.TryAdd(c.Commitment, new Promise(Next, promises.Count)) ? null : "it was promised before", null),
        ChainAction.Reveal r => Reveal(transaction, r, place),
        _ => throw new InvalidOperationException($"there is no {transaction.Action}"),
    };

    private (string? Fault, SwapMade? Swap) Reveal(ChainTransaction transaction, ChainAction.Reveal reveal, int place)
    {
        var commitment = reveal.Terms.Commitment(transaction.Sender, reveal.Salt);
        if (!promises.TryGetValue(commitment, out var promise) || promise.IsKept) return ("it was not promised", null);
        if (promise.Block >= Next) return ("it was promised in no earlier block", null);
        if (Next - promise.Block > setup.RevealWithin) return ("it was promised too long ago", null);
        promises[commitment] = promise with { IsKept = true };
        return Swap(transaction, reveal.Terms, place);
    }

    private (string? Fault, SwapMade? Swap) Swap(ChainTransaction transaction, in SwapTerms terms, int place)
    {
        if (terms.Pool < 0 || terms.Pool >= pools.Count) return ("there is no such pool", null);
        var (before, account) = (pools[terms.Pool], FirstPool - terms.Pool);
        if (Next > terms.LastBlock) return ("its last block is over", null);
        if (!before.Holds(terms.Side, terms.Paid)) return ("the pool can not hold that much", null);
        var got = before.Quote(terms.Side, terms.Paid);
        if (got < terms.Least) return ("less than its least came out", null);
        var (paid, gets) = terms.Side == Side.Buy ? (0, TokenOf(terms.Pool)) : (TokenOf(terms.Pool), 0);
        if (!Ledger.Move(transaction.Sender, account, paid, terms.Paid)) return ("the balance is too small", null);
        if (!Ledger.Move(account, transaction.Sender, gets, got)) throw new InvalidOperationException("a pool owes more than it has");
        pools[terms.Pool] = before.After(terms.Side, terms.Paid);
        return (null, new SwapMade(transaction.Id, Next, place, transaction.Sender, terms.Pool, terms.Side, terms.Paid, got, before));
    }

    private sealed record Pending(ChainTransaction Transaction, bool IsPrivate, long Arrival);

    private readonly record struct Promise(long Block, int Place, bool IsKept = false);
}
