using Noderr.LocalKafka.Topics;
using Noderr.LocalKafka.Transactions;
using Noderr.LocalKafka.Wire;

namespace Noderr.Tests.Unit.LocalKafka.Transactions;

/// <summary>What each request is answered in each state, and the state that it leaves.</summary>
public sealed class TransactionTableTests : IDisposable
{
    private const long Producer = 4000;
    private const short Epoch = 5;

    private static readonly string[] Requests = ["add", "offsets", "commit", "abort"];

    private readonly TransactionBench bench = new();

    public void Dispose() => bench.Dispose();

    // request, state -> error, state afterwards
    public static TheoryData<string, TransactionState, ErrorCode, TransactionState> Table => new()
    {
        { "add", TransactionState.Empty, ErrorCode.None, TransactionState.Ongoing },
        { "add", TransactionState.Ongoing, ErrorCode.None, TransactionState.Ongoing },
        { "add", TransactionState.PrepareCommit, ErrorCode.ConcurrentTransactions, TransactionState.PrepareCommit },
        { "add", TransactionState.PrepareAbort, ErrorCode.ConcurrentTransactions, TransactionState.PrepareAbort },
        { "add", TransactionState.CompleteCommit, ErrorCode.None, TransactionState.Ongoing },
        { "add", TransactionState.CompleteAbort, ErrorCode.None, TransactionState.Ongoing },
        { "offsets", TransactionState.Empty, ErrorCode.None, TransactionState.Ongoing },
        { "offsets", TransactionState.Ongoing, ErrorCode.None, TransactionState.Ongoing },
        { "offsets", TransactionState.PrepareCommit, ErrorCode.ConcurrentTransactions, TransactionState.PrepareCommit },
        { "offsets", TransactionState.CompleteAbort, ErrorCode.None, TransactionState.Ongoing },
        { "commit", TransactionState.Empty, ErrorCode.InvalidTxnState, TransactionState.Empty },
        { "commit", TransactionState.Ongoing, ErrorCode.None, TransactionState.CompleteCommit },
        { "commit", TransactionState.PrepareCommit, ErrorCode.ConcurrentTransactions, TransactionState.PrepareCommit },
        { "commit", TransactionState.PrepareAbort, ErrorCode.InvalidTxnState, TransactionState.PrepareAbort },
        { "commit", TransactionState.CompleteCommit, ErrorCode.None, TransactionState.CompleteCommit },
        { "commit", TransactionState.CompleteAbort, ErrorCode.InvalidTxnState, TransactionState.CompleteAbort },
        { "abort", TransactionState.Empty, ErrorCode.InvalidTxnState, TransactionState.Empty },
        { "abort", TransactionState.Ongoing, ErrorCode.None, TransactionState.CompleteAbort },
        { "abort", TransactionState.PrepareCommit, ErrorCode.InvalidTxnState, TransactionState.PrepareCommit },
        { "abort", TransactionState.PrepareAbort, ErrorCode.ConcurrentTransactions, TransactionState.PrepareAbort },
        { "abort", TransactionState.CompleteCommit, ErrorCode.InvalidTxnState, TransactionState.CompleteCommit },
        { "abort", TransactionState.CompleteAbort, ErrorCode.None, TransactionState.CompleteAbort },
        { "append", TransactionState.Empty, ErrorCode.InvalidTxnState, TransactionState.Empty },
        { "append", TransactionState.Ongoing, ErrorCode.None, TransactionState.Ongoing },
        { "append elsewhere", TransactionState.Ongoing, ErrorCode.InvalidTxnState, TransactionState.Ongoing },
        { "append", TransactionState.PrepareCommit, ErrorCode.InvalidTxnState, TransactionState.PrepareCommit },
        { "append", TransactionState.CompleteCommit, ErrorCode.InvalidTxnState, TransactionState.CompleteCommit },
        { "init", TransactionState.Empty, ErrorCode.None, TransactionState.Empty },
        { "init", TransactionState.Ongoing, ErrorCode.None, TransactionState.Empty },
        { "init", TransactionState.PrepareCommit, ErrorCode.None, TransactionState.Empty },
        { "init", TransactionState.PrepareAbort, ErrorCode.None, TransactionState.Empty },
        { "init", TransactionState.CompleteCommit, ErrorCode.None, TransactionState.Empty },
        { "init", TransactionState.CompleteAbort, ErrorCode.None, TransactionState.Empty },
        { "tick", TransactionState.Empty, ErrorCode.None, TransactionState.Empty },
        { "tick", TransactionState.Ongoing, ErrorCode.None, TransactionState.Ongoing },
        { "tick", TransactionState.PrepareCommit, ErrorCode.None, TransactionState.CompleteCommit },
        { "tick", TransactionState.PrepareAbort, ErrorCode.None, TransactionState.CompleteAbort },
        { "late tick", TransactionState.Ongoing, ErrorCode.None, TransactionState.CompleteAbort },
        { "late tick", TransactionState.CompleteCommit, ErrorCode.None, TransactionState.CompleteCommit },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public async Task Each_request_in_each_state(string request, TransactionState state, ErrorCode error, TransactionState after)
    {
        In(state);
        Assert.Equal((error, after), (await Ask(request, Producer, Epoch), bench.Coordinator.Find(TransactionBench.Id)!.State));
        // What is known in memory is what the log says.
        var known = bench.Coordinator.Find(TransactionBench.Id)!;
        Assert.Equal((known.State, known.Epoch), (Stored().State, Stored().Epoch));
    }

    [Theory]
    [InlineData("add")]
    [InlineData("offsets")]
    [InlineData("commit")]
    [InlineData("abort")]
    public async Task Who_is_not_the_ids_producer_is_told_so(string request)
    {
        foreach (var state in Enum.GetValues<TransactionState>())
        {
            In(state);
            Assert.Equal(ErrorCode.ProducerFenced, await Ask(request, Producer, Epoch - 1));
            Assert.Equal(ErrorCode.ProducerFenced, await Ask(request, Producer, Epoch + 1));
            Assert.Equal(ErrorCode.InvalidProducerIdMapping, await Ask(request, Producer + 1, Epoch));
            Assert.Equal(ErrorCode.InvalidProducerIdMapping, await Ask(request, Producer, Epoch, id: "unknown"));
            Assert.Equal(state, bench.Coordinator.Find(TransactionBench.Id)!.State);
        }
    }

    [Fact]
    public async Task A_fenced_producers_batch_is_refused_with_its_epoch()
    {
        In(TransactionState.Ongoing);
        Assert.Equal(ErrorCode.InvalidProducerEpoch, await Ask("append", Producer, Epoch - 1));
        Assert.Equal(ErrorCode.InvalidProducerIdMapping, await Ask("append", Producer + 1, Epoch));
    }

    [Fact]
    public async Task A_second_producer_aborts_what_the_first_left_and_fences_it()
    {
        var (_, producer, epoch) = await bench.Init();
        await bench.Coordinator.AddPartitions(TransactionBench.Id, producer, epoch, [TransactionBench.At(0)]);
        Assert.Equal(ErrorCode.None, bench.Append(0, producer, epoch, 0, "first"));
        var second = await bench.Init();
        Assert.Equal((ErrorCode.None, producer, epoch + 2), (second.Error, second.Producer, second.Epoch));
        // The marker has the epoch in between, so that nothing of the first can come behind it.
        Assert.Equal([$"abort {producer}/{epoch + 1}"], bench.Markers(0));
        Assert.Equal(ErrorCode.InvalidProducerEpoch, bench.Append(0, producer, epoch, 1, "zombie"));
        Assert.Equal(ErrorCode.ProducerFenced, await bench.Coordinator.End(TransactionBench.Id, producer, epoch, commit: true));
        Assert.Empty(bench.Committed(0));
    }

    [Fact]
    public async Task A_producer_may_ask_again_for_the_epoch_that_it_did_not_hear_of()
    {
        var (_, producer, epoch) = await bench.Init();
        var bumped = await bench.Init(producer: producer, epoch: epoch);
        Assert.Equal(epoch + 1, bumped.Epoch);
        Assert.Equal(bumped, await bench.Init(producer: producer, epoch: epoch));
        Assert.Equal(ErrorCode.ProducerFenced, (await bench.Init(producer: producer, epoch: (short)(epoch + 5))).Error);
        Assert.Equal(ErrorCode.ProducerFenced, (await bench.Init(producer: producer + 1, epoch: epoch)).Error);
    }

    [Theory]
    [InlineData(short.MaxValue - 1)]
    [InlineData(short.MaxValue - 2)]
    public async Task When_the_epochs_are_used_up_the_id_gets_a_new_producer(short last)
    {
        In(TransactionState.Ongoing, last);
        Assert.Equal(ErrorCode.None, await Ask("append", Producer, last));
        var next = await bench.Init();
        Assert.Equal((ErrorCode.None, (short)0), (next.Error, next.Epoch));
        Assert.NotEqual(Producer, next.Producer);
        Assert.Equal([$"abort {Producer}/{short.MaxValue - 1}"], bench.Markers(0));
    }

    [Theory]
    [InlineData("", 1000, ErrorCode.InvalidRequest)]
    [InlineData("a", 0, ErrorCode.InvalidTransactionTimeout)]
    [InlineData("a", -1, ErrorCode.InvalidTransactionTimeout)]
    [InlineData("a", 900_001, ErrorCode.InvalidTransactionTimeout)]
    [InlineData("a", 900_000, ErrorCode.None)]
    public async Task Ids_and_timeouts_are_checked(string id, int timeout, ErrorCode expected) =>
        Assert.Equal(expected, (await bench.Coordinator.Init(id, timeout, -1, -1)).Error);

    [Fact]
    public async Task A_log_that_cant_be_written_changes_nothing()
    {
        foreach (var request in Requests)
        {
            In(TransactionState.Ongoing);
            bench.Log.Broken = true;
            await Assert.ThrowsAsync<IOException>(async () => await Ask(request == "add" ? "add elsewhere" : request, Producer, Epoch));
            bench.Log.Broken = false;
            Assert.Equal(TransactionState.Ongoing, bench.Coordinator.Find(TransactionBench.Id)!.State);
            Assert.Empty(bench.Markers(0));
        }
    }

    [Fact]
    public async Task Each_partition_gets_one_marker_however_often_the_others_are_tried()
    {
        In(TransactionState.Ongoing);
        await Ask("add elsewhere", Producer, Epoch);
        await Ask("append", Producer, Epoch);
        var broken = bench.Topics.Partition("topic1", 0)!.Folder;
        Directory.Delete(broken, recursive: true);
        await Ask("commit", Producer, Epoch);
        for (var i = 0; i < 3; i++) bench.Coordinator.Tick();
        Assert.Equal([$"commit {Producer}/{Epoch}"], bench.Markers(0));
        Assert.Equal(TransactionState.PrepareCommit, bench.Coordinator.Find(TransactionBench.Id)!.State);
        Directory.CreateDirectory(broken);
        bench.Coordinator.Tick();
        Assert.Equal([$"commit {Producer}/{Epoch}"], bench.Markers(1));
        Assert.Equal(TransactionState.CompleteCommit, bench.Coordinator.Find(TransactionBench.Id)!.State);
    }

    private Transaction Stored() => TransactionRecord.Decode(TransactionBench.Id, bench.Log.Records[^1].Value!.Value);

    private void In(TransactionState state, short epoch = Epoch)
    {
        var t = new Transaction(TransactionBench.Id, Producer, epoch, TransactionBench.Timeout)
        {
            State = state,
            Partitions = state is TransactionState.Ongoing or TransactionState.PrepareCommit or TransactionState.PrepareAbort ? new HashSet<TopicPartition> { TransactionBench.At(0) } : new HashSet<TopicPartition>(),
            StartMs = bench.Clock.NowMs,
            UpdateMs = bench.Clock.NowMs,
        };
        bench.Log.Add(TransactionRecord.Key(t.Id), TransactionRecord.Encode(t));
        bench.Start(load: false);
    }

    private async Task<ErrorCode> Ask(string request, long producer, int epoch, string id = TransactionBench.Id)
    {
        var (c, e) = (bench.Coordinator, (short)epoch);
        switch (request)
        {
            case "add": return await c.AddPartitions(id, producer, e, [TransactionBench.At(0)]);
            case "add elsewhere": return await c.AddPartitions(id, producer, e, [TransactionBench.At(1)]);
            case "offsets": return await c.AddOffsets(id, producer, e, "group");
            case "commit": return await c.End(id, producer, e, commit: true);
            case "abort": return await c.End(id, producer, e, commit: false);
            case "append": return bench.Append(0, producer, e, 0, "v", id);
            case "append elsewhere": return bench.Append(1, producer, e, 0, "v", id);
            case "init": return (await bench.Init(id)).Error;
            case "late tick": bench.Clock.NowMs += TransactionBench.Timeout; goto case "tick";
            case "tick": c.Tick(); return ErrorCode.None;
            default: throw new ArgumentOutOfRangeException(nameof(request), request, "no such request");
        }
    }
}
