using System.Numerics;
using Noderr.Domain.Numbers;
using Noderr.Domain.OnChain;
using Noderr.Domain.Orders;
using Noderr.Routing.OnChain;
using Noderr.Simulation.OnChain;

namespace Noderr.Tests.Unit.OnChain;

/// <summary>One order on a chain of its own, worked by an owner that puts each step on record before it is sent, with an attacker in the mempool and others who trade.</summary>
internal sealed class OrderRun
{
    public const int Us = 1, Attacker = 66, Others = 100;
    public static readonly UInt128 GasPrice = 20;
    private const long SwapGas = 120_000;
    private const long MostBlocks = 3000;

    private readonly SimulatedChain chain;
    private readonly SandwichAttacker attacker;
    private readonly int pool;
    private readonly List<TransactionRecord> record = [];
    private SeededRandom random;
    private long others;

    /// <summary>1,000 coins and 3,000 thousand tokens, in units of 10⁻⁹ and 10⁻⁶; a fee of 0.3 %.</summary>
    public OrderRun(ulong seed, Side side, UInt128 paid, ProtectionTerms terms, int misses = 0)
    {
        random = new SeededRandom(seed ^ 0xC0FFEE);
        chain = new SimulatedChain(new ChainSetup { LeastGasPrice = GasPrice, RelayMissesMillionths = misses, Seed = seed });
        pool = chain.Open(1_000_000_000_000, 3_000_000_000_000, 3000);
        attacker = new SandwichAttacker(chain, Attacker);
        foreach (var account in new[] { Us, Attacker, Others })
        {
            chain.Fund(account, 0, 10_000_000_000_000);
            chain.Fund(account, SimulatedChain.TokenOf(pool), 30_000_000_000_000);
        }
        Order = new OnChainOrder(Identities.Order(0, new Identity(seed), 0), Us, pool, side, paid, chain.Pool(pool), 0, new Digest(seed, 7), terms);
        if (terms.Fault(Order.Planned, side, paid) is { } fault) throw new ArgumentException(fault, nameof(terms));
        Quote = chain.Pool(pool).Quote(side, paid);
    }

    /// <summary>Whether others trade, a little and to both sides.</summary>
    public bool IsBusy { get; init; }

    /// <summary>How often the owner dies between his record and the chain, in percent.</summary>
    public int DiesPercent { get; init; }

    public OnChainOrder Order { get; }

    public UInt128 Quote { get; }

    public IReadOnlyList<TransactionRecord> Record => record;

    public SimulatedChain Chain => chain;

    public SandwichAttacker Watcher => attacker;

    /// <summary>Of the attacks that had one of ours in them.</summary>
    public BigInteger Profit { get; private set; }

    /// <summary>Of all attacks.</summary>
    public BigInteger AllProfit { get; private set; }

    public int Attacked { get; private set; }

    public long Blocks => chain.Next;

    public int Reverts => record.Count(r => r.State == TransactionState.Reverted);

    public UInt128 Paid { get; private set; }

    public UInt128 Got { get; private set; }

    public UInt128 GasPaid { get; private set; }

    public bool IsTraded => Paid == Order.Paid;

    /// <summary>All parts are sent to all at once, each with its own guard from where the part before it leaves the pool: how not to do it.</summary>
    public void PlayAtOnce()
    {
        var (state, number) = (chain.Pool(pool), 0);
        foreach (var part in OrderSplit.Of(Order))
        {
            var terms = new SwapTerms(pool, Order.Side, part.Paid, Guard.Least(state.Quote(Order.Side, part.Paid), Order.Terms.GuardMillionths), 0);
            state = state.After(Order.Side, part.Paid);
            record.Add(new TransactionRecord(TransactionKind.Swap, false, number, terms, 0));
            Send(Identities.Transaction(Order.Id, number), record[number++], default);
        }
        Produce();
    }

    public void Play()
    {
        while (Step())
            if (chain.Next > MostBlocks) throw new InvalidOperationException($"{Order} is not done after {MostBlocks} blocks");
    }

    private bool Step()
    {
        // A new owner each time: it knows what is on record and nothing else.
        var step = new OnChainWorker(Order).Next(record, new ChainView(chain.Next, chain.Pool(pool), GasPrice, SwapGas));
        if (step.Act == ChainAct.Done) return false;
        if (step.Act == ChainAct.Send)
        {
            if (step.Number == record.Count) record.Add(step.Transaction);
            if (!Dies()) Send(step.Name, step.Transaction, step.Salt);
        }
        Produce();
        return true;
    }

    private bool Dies() => DiesPercent > 0 && random.Next() % 100 < (ulong)DiesPercent;

    private void Send(Identity name, in TransactionRecord transaction, Digest salt)
    {
        ChainAction action = transaction.Kind switch
        {
            TransactionKind.Commit => new ChainAction.Commit(transaction.Terms.Commitment(Us, salt)),
            TransactionKind.Reveal => new ChainAction.Reveal(transaction.Terms, salt),
            _ => new ChainAction.Swap(transaction.Terms),
        };
        var sent = new ChainTransaction(name, Us, GasPrice + 5, action);
        _ = transaction.IsPrivate ? chain.SendPrivately(sent) : chain.Send(sent);
    }

    private void Produce()
    {
        if (IsBusy) Bustle();
        attacker.Look();
        var block = chain.Produce();
        foreach (var receipt in block.Receipts.Where(r => r.Transaction.Sender == Us))
        {
            GasPaid += receipt.Transaction.Fee;
            if (receipt.Swap is { } swap) (Paid, Got) = (Paid + swap.Paid, Got + swap.Got);
            var number = Enumerable.Range(0, record.Count).First(n => Identities.Transaction(Order.Id, n) == receipt.Transaction.Id);
            record[number] = record[number] with { State = receipt.Succeeded ? TransactionState.Succeeded : TransactionState.Reverted, Included = block.Number };
        }
        foreach (var attack in attacker.Attacks.Where(a => a.Block == block.Number))
        {
            AllProfit += attack.Profit(block);
            if (!attack.Victims.Any(v => record.Select((_, n) => Identities.Transaction(Order.Id, n)).Contains(v))) continue;
            Attacked++;
            Profit += attack.Profit(block);
        }
    }

    private void Bustle()
    {
        for (var n = random.Next() % 3; n > 0; n--)
        {
            var side = (Side)(random.Next() % 2);
            var paid = chain.Pool(pool).FromCoin(side, Pools.Up(ref random, 1_000_000_000));
            var terms = new SwapTerms(pool, side, paid, Guard.Least(chain.Pool(pool).Quote(side, paid), 20_000), chain.Next);
            chain.Send(new ChainTransaction(Identities.Transaction(new Identity(99), others++), Others, GasPrice + random.Next() % 12, new ChainAction.Swap(terms)));
        }
    }
}
