using System.Buffers.Binary;
using System.Security.Cryptography;
using Noderr.Domain.Numbers;
using Noderr.Domain.OnChain;
using Noderr.Domain.Orders;

namespace Noderr.Routing.OnChain;

/// <summary>
/// Says the next step of an order on a chain: from its terms, from what is on record of it and from what the chain shows, and from nothing else. One part is on its way at
/// a time, so that two never share a block; a part is tried again only when what was sent before can't be included any more.
/// </summary>
public sealed class OnChainWorker(OnChainOrder order)
{
    /// <summary>An attacker trades twice.</summary>
    private const int AttackersSwaps = 2;

    public IReadOnlyList<OrderPart> Parts { get; } = OrderSplit.Of(order);

    public OnChainOrder Order => order;

    /// <summary>Asked once for each block, and whenever the record grew.</summary>
    public ChainStep Next(IReadOnlyList<TransactionRecord> record, in ChainView view)
    {
        var (part, last) = (record.Count(IsDone), record.Count > 0 ? record[^1] : (TransactionRecord?)null);
        if (part == Parts.Count) return ChainStep.Done;
        // The chain takes it once; a relay that forgot it is told again, and so is a mempool that it never reached because the owner died.
        if (last is { State: TransactionState.Sent } sent && view.Next <= sent.Terms.LastBlock) return Send(record.Count - 1, sent);
        if (last is { Kind: TransactionKind.Commit, State: TransactionState.Succeeded } kept && view.Next <= kept.Terms.LastBlock) return Reveal(record, kept, view);

        var tries = record.Where(r => r.Part == part).ToList();
        if (InVain(tries) >= order.Terms.MostTries) return ChainStep.Done;
        var due = Due(record, part);
        if (view.Next < due) return ChainStep.Wait(due);
        if (IsPrivate(tries) is not { } isPrivate) return ChainStep.Done;
        var terms = Terms(Parts[part].Paid, view);
        return order.Terms.CommitsFirst
            ? Send(record.Count, new TransactionRecord(TransactionKind.Commit, false, part, terms with { LastBlock = terms.LastBlock + 1 }, view.Next))
            : Send(record.Count, new TransactionRecord(TransactionKind.Swap, isPrivate, part, terms, view.Next));
    }

    private static bool IsDone(TransactionRecord r) => r is { Kind: not TransactionKind.Commit, State: TransactionState.Succeeded };

    private ChainStep Reveal(IReadOnlyList<TransactionRecord> record, TransactionRecord kept, in ChainView view)
    {
        var isPrivate = IsPrivate([.. record.Where(r => r.Part == kept.Part)]);
        return isPrivate is null ? ChainStep.Done : Send(record.Count, kept with { Kind = TransactionKind.Reveal, IsPrivate = isPrivate.Value, Block = view.Next, State = TransactionState.Sent, Included = -1 });
    }

    // A promise whose swap was never shown counts, too: its last block is over.
    private static int InVain(List<TransactionRecord> tries) => tries.Count(t => t.Kind != TransactionKind.Commit || t.State != TransactionState.Succeeded);

    private static int Missed(List<TransactionRecord> tries) => tries.Count(t => t is { IsPrivate: true, State: TransactionState.Sent });

    private bool? IsPrivate(List<TransactionRecord> tries) => Missed(tries) < order.Terms.RelayTries ? true : order.Terms.RelayTries == 0 || order.Terms.FallsBack ? false : null;

    private long Due(IReadOnlyList<TransactionRecord> record, int part)
    {
        var from = order.Start;
        foreach (var r in record)
            if (IsDone(r)) from = Math.Max(from, r.Included + 1);
        return from + Parts[part].Waits;
    }

    private SwapTerms Terms(UInt128 paid, in ChainView view)
    {
        var guard = order.Terms.GuardMillionths;
        if (order.Terms.TightensGuard)
        {
            var gas = view.Pool.FromCoin(order.Side, AttackersSwaps * view.LeastGasPrice * (UInt128)view.SwapGas);
            guard = Guard.Millionths(view.Pool, order.Side, paid, gas, guard);
        }
        return new SwapTerms(order.Pool, order.Side, paid, Guard.Least(view.Pool.Quote(order.Side, paid), guard), view.Next + order.Terms.LiveBlocks - 1);
    }

    private ChainStep Send(int number, TransactionRecord transaction)
    {
        var salt = transaction.Kind switch
        {
            TransactionKind.Commit => Salt(number),
            TransactionKind.Reveal => Salt(number - 1),
            _ => default,
        };
        return new ChainStep(ChainAct.Send, null, number, Identities.Transaction(order.Id, number), transaction, salt);
    }

    // Of the promise's own number: the same after a crash, and unknown to who has seen all others.
    private Digest Salt(int promise)
    {
        Span<byte> bytes = stackalloc byte[Digest.Bytes + 16 + 4];
        order.Secret.Write(bytes);
        BinaryPrimitives.WriteUInt128LittleEndian(bytes[Digest.Bytes..], order.Id.Value);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[(Digest.Bytes + 16)..], promise);
        return Digest.From(SHA256.HashData(bytes));
    }
}
