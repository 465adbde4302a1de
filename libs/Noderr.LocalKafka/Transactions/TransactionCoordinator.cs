using System.Diagnostics.CodeAnalysis;
using Noderr.LocalKafka.Groups;
using Noderr.LocalKafka.Log;
using Noderr.LocalKafka.Records;
using Noderr.LocalKafka.Settings;
using Noderr.LocalKafka.Topics;
using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Transactions;

/// <summary>
/// Transactional producers. One lock covers who may write and what is decided, appends of transactional batches included, so that no
/// batch slips in behind the marker that ends its transaction. A decision is in the log before it is acted on, and markers are written
/// before the answer: a producer that goes on at once never meets its own unfinished end.
/// </summary>
public sealed class TransactionCoordinator(
    ICoordinatorLog log, TopicCatalog topics, DataFolder data, BrokerSettings settings, TimeProvider clock, Action<long, bool> completeOffsets)
{
    private const short LastEpoch = short.MaxValue - 1;

    private readonly Dictionary<string, Transaction> transactions = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private readonly int maxTimeoutMs = settings.Int("transaction.max.timeout.ms");
    private readonly long expirationMs = settings.Long("transactional.id.expiration.ms");

    private long NowMs => clock.GetUtcNow().ToUnixTimeMilliseconds();

    public IReadOnlyList<Transaction> All { get { lock (gate) return [.. transactions.Values]; } }

    public Transaction? Find(string id) { lock (gate) return transactions.GetValueOrDefault(id); }

    public void Replay(CoordinatorRecord record)
    {
        if (record.Key is not { } key) return;
        var id = TransactionRecord.IdOf(key);
        if (record.Value is { } value) transactions[id] = TransactionRecord.Decode(id, value);
        else transactions.Remove(id);
    }

    /// <summary>What was decided is carried out; what was under way may go on, and its time starts anew: the producer did not stop it.</summary>
    public void Loaded()
    {
        lock (gate)
        {
            foreach (var t in transactions.Values.ToList())
            {
                if (t.IsDecided) CarryOut(t, onlyOpen: true);
                else if (t.State == TransactionState.Ongoing) transactions[t.Id] = t with { StartMs = NowMs };
            }
            EndForgotten();
        }
    }

    /// <summary>A new producer for the id, which ends what an older one left open.</summary>
    public async ValueTask<(ErrorCode Error, long ProducerId, short Epoch)> Init(string id, int timeoutMs, long producerId, short epoch)
    {
        if (id.Length == 0) return (ErrorCode.InvalidRequest, -1, -1);
        if (timeoutMs <= 0 || timeoutMs > maxTimeoutMs) return (ErrorCode.InvalidTransactionTimeout, -1, -1);
        Task stored;
        Transaction next;
        lock (gate)
        {
            if (!transactions.TryGetValue(id, out var t))
            {
                next = new Transaction(id, data.NewProducerId(), 0, timeoutMs);
            }
            else
            {
                if (producerId >= 0 && (producerId != t.ProducerId || (epoch != t.Epoch && epoch != t.LastEpoch))) return (ErrorCode.ProducerFenced, -1, -1);
                if (t.IsDecided && !CarryOut(t)) return (ErrorCode.ConcurrentTransactions, -1, -1);
                if (producerId >= 0 && epoch != t.Epoch) return (ErrorCode.None, t.ProducerId, t.Epoch);
                if (t.State == TransactionState.Ongoing && !Fence(ref t)) return (ErrorCode.ConcurrentTransactions, -1, -1);
                t = transactions[id];
                next = t.Epoch >= LastEpoch
                    ? new Transaction(id, data.NewProducerId(), 0, timeoutMs)
                    : new Transaction(id, t.ProducerId, (short)(t.Epoch + 1), timeoutMs) { LastEpoch = producerId >= 0 ? epoch : (short)-1 };
            }
            stored = Store(next);
        }
        await stored;
        return (ErrorCode.None, next.ProducerId, next.Epoch);
    }

    public async ValueTask<ErrorCode> AddPartitions(string id, long producerId, short epoch, IReadOnlyCollection<TopicPartition> partitions)
    {
        Task stored;
        lock (gate)
        {
            if (Check(id, producerId, epoch, out var t) is not ErrorCode.None and var error) return error;
            if (t.IsDecided) return ErrorCode.ConcurrentTransactions;
            if (t.State == TransactionState.Ongoing && t.Partitions.IsSupersetOf(partitions)) return ErrorCode.None;
            stored = Store(Begun(t) with { Partitions = Begun(t).Partitions.Union(partitions).ToHashSet() });
        }
        await stored;
        return ErrorCode.None;
    }

    /// <summary>The group's offsets will be committed with the transaction: their partition is one of its own.</summary>
    public async ValueTask<ErrorCode> AddOffsets(string id, long producerId, short epoch, string group)
    {
        var offsets = new TopicPartition(TopicName.Offsets, 0);
        Task stored;
        lock (gate)
        {
            if (Check(id, producerId, epoch, out var t) is not ErrorCode.None and var error) return error;
            if (t.IsDecided) return ErrorCode.ConcurrentTransactions;
            var begun = Begun(t);
            stored = Store(begun with { Partitions = begun.Partitions.Append(offsets).ToHashSet(), Groups = begun.Groups.Append(group).ToHashSet() });
        }
        await stored;
        return ErrorCode.None;
    }

    public async ValueTask<ErrorCode> End(string id, long producerId, short epoch, bool commit)
    {
        Task stored;
        Transaction decided;
        lock (gate)
        {
            if (Check(id, producerId, epoch, out var t) is not ErrorCode.None and var error) return error;
            if (t.IsDecided) return t.Commits == commit ? ErrorCode.ConcurrentTransactions : ErrorCode.InvalidTxnState;
            if (t.State is TransactionState.CompleteCommit or TransactionState.CompleteAbort && t.Commits == commit) return ErrorCode.None;
            if (t.State != TransactionState.Ongoing) return ErrorCode.InvalidTxnState;
            decided = t with { State = commit ? TransactionState.PrepareCommit : TransactionState.PrepareAbort };
            stored = Store(decided);
        }
        await stored;
        lock (gate)
        {
            // Somebody else may have carried it out meanwhile; what could not be written yet is tried again by the clock.
            if (transactions.TryGetValue(id, out var now) && now.IsDecided && now.Epoch == decided.Epoch) CarryOut(now);
        }
        return ErrorCode.None;
    }

    /// <summary>Appends a batch of a transaction, if it is one that is open and has this partition.</summary>
    public Appended Append(string? id, PartitionLog partition, Span<byte> batch)
    {
        lock (gate)
        {
            var producerId = BatchHeader.ProducerId(batch);
            var t = id is not null ? transactions.GetValueOrDefault(id) : transactions.Values.FirstOrDefault(x => x.ProducerId == producerId);
            if (t is null || t.ProducerId != producerId) return new Appended(ErrorCode.InvalidProducerIdMapping);
            if (BatchHeader.ProducerEpoch(batch) != t.Epoch) return new Appended(ErrorCode.InvalidProducerEpoch);
            if (t.State != TransactionState.Ongoing || !t.Partitions.Contains(new TopicPartition(partition.Topic, partition.Index))) return new Appended(ErrorCode.InvalidTxnState);
            return partition.Append(batch);
        }
    }

    /// <summary>
    /// Writes offsets as a part of the transaction, if the group was added to it. Under the lock up to the action's first wait: the write must
    /// not come behind the marker.
    /// </summary>
    public ValueTask<T> CommitOffsets<T>(string id, long producerId, short epoch, string group, Func<ErrorCode, ValueTask<T>> commit)
    {
        lock (gate)
        {
            var error = Check(id, producerId, epoch, out var t);
            if (error == ErrorCode.None && !(t.State == TransactionState.Ongoing && TransactionRecord.HasGroup(t, group))) error = ErrorCode.InvalidTxnState;
            return commit(error);
        }
    }

    /// <summary>Aborts what ran out of time, finishes what could not be finished, forgets what nobody uses.</summary>
    public void Tick()
    {
        lock (gate)
        {
            var now = NowMs;
            foreach (var t in transactions.Values.ToList())
            {
                if (t.IsDecided) CarryOut(t);
                else if (t.State == TransactionState.Ongoing && now - t.StartMs >= t.TimeoutMs)
                {
                    var late = t;
                    Fence(ref late);
                }
                else if (t.State != TransactionState.Ongoing && now - t.UpdateMs >= expirationMs)
                {
                    if (!log.AppendAsync([new KeyedRecord(TransactionRecord.Key(t.Id), null)]).AsTask().IsFaulted) transactions.Remove(t.Id);
                }
            }
        }
    }

    private ErrorCode Check(string id, long producerId, short epoch, [NotNull] out Transaction? t)
    {
        if (!transactions.TryGetValue(id, out t) || t.ProducerId != producerId)
        {
            t ??= new Transaction(id, -1, -1, 0);
            return ErrorCode.InvalidProducerIdMapping;
        }
        return t.Epoch == epoch ? ErrorCode.None : ErrorCode.ProducerFenced;
    }

    private Transaction Begun(Transaction t) => t.State == TransactionState.Ongoing
        ? t
        : t with { State = TransactionState.Ongoing, StartMs = NowMs, Partitions = new HashSet<TopicPartition>(), Groups = new HashSet<string>(), LastEpoch = -1 };

    // The write comes first: what is not in the log has not happened.
    private Task Store(Transaction next)
    {
        next = next with { UpdateMs = NowMs };
        var stored = log.AppendAsync([new KeyedRecord(TransactionRecord.Key(next.Id), TransactionRecord.Encode(next))]).AsTask();
        if (!stored.IsFaulted) transactions[next.Id] = next;
        return stored;
    }

    // The markers bear the higher epoch, or a batch of the old producer that comes later would open a transaction that nobody ends.
    private bool Fence(ref Transaction t)
    {
        var epoch = t.Epoch >= LastEpoch ? t.Epoch : (short)(t.Epoch + 1);
        t = t with { State = TransactionState.PrepareAbort, Epoch = epoch, LastEpoch = -1 };
        return !Store(t).IsFaulted && CarryOut(transactions[t.Id]);
    }

    private bool CarryOut(Transaction t, bool onlyOpen = false)
    {
        var commit = t.State == TransactionState.PrepareCommit;
        var unmarked = new HashSet<TopicPartition>();
        foreach (var (topic, index) in t.Partitions)
        {
            if (topics.Partition(topic, index) is not { } partition) continue;
            if (onlyOpen && !partition.Locked(() => partition.Producers.HasOpenTransaction(t.ProducerId))) continue;
            if (!Mark(partition, t.ProducerId, t.Epoch, commit)) unmarked.Add(new TopicPartition(topic, index));
        }
        // Each partition gets its marker once, however often the others are tried.
        transactions[t.Id] = t = t with { Partitions = unmarked };
        return unmarked.Count == 0 && !Store(t with { State = commit ? TransactionState.CompleteCommit : TransactionState.CompleteAbort, Partitions = new HashSet<TopicPartition>(), Groups = new HashSet<string>() }).IsFaulted;
    }

    private bool Mark(PartitionLog partition, long producerId, short epoch, bool commit)
    {
        var appended = partition.Append(new ControlMarker(producerId, epoch, commit, 0).ToBatch(NowMs), commit);
        if (appended.Error != ErrorCode.None) return false;
        // Nobody waits for it, but readers of a topic that flushes every record see nothing that isn't flushed.
        if (appended.FlushTo > 0) partition.RequestFlush();
        if (partition.Topic == TopicName.Offsets) completeOffsets(producerId, commit);
        return true;
    }

    // A loss of power, or a disk that failed, can take a marker and leave the record that says it was written. Such a transaction would
    // hold back readers of committed data for ever: it ends as its producer's last one did, and aborts where that is not known.
    private void EndForgotten()
    {
        if (topics.Partition(TopicName.Transactions, 0) is { Failure: not null }) return;
        var byProducer = transactions.Values.ToLookup(t => t.ProducerId);
        foreach (var partition in topics.Logs)
        {
            var open = partition.Locked(() => partition.Producers.Producers.Where(p => p.TransactionStart is not null).Select(p => (p.Id, p.Epoch)).ToList());
            foreach (var (producerId, epoch) in open)
            {
                var t = byProducer[producerId].FirstOrDefault();
                if (t is { State: TransactionState.Ongoing } or { IsDecided: true } && t.Partitions.Contains(new TopicPartition(partition.Topic, partition.Index))) continue;
                Mark(partition, producerId, Math.Max(epoch, t?.Epoch ?? epoch), commit: t is { State: TransactionState.CompleteCommit } && t.Epoch == epoch);
            }
        }
    }
}
