using Noderr.LocalKafka.Groups;
using Noderr.LocalKafka.Wire;

namespace Noderr.Tests.Unit.LocalKafka.Groups;

public class TransactionalOffsetTests
{
    private readonly GroupBench bench = new();

    [Fact]
    public async Task Offsets_of_a_transaction_count_when_it_commits()
    {
        await bench.Commit(5);
        Assert.Equal(ErrorCode.None, (await bench.CommitInTransaction(7, 10))[0]);
        Assert.Equal((5, ErrorCode.None), bench.Committed());
        Assert.Equal((-1, ErrorCode.UnstableOffsetCommit), bench.Committed(stable: true));
        Assert.Equal((-1, ErrorCode.None), bench.Committed(partition: 1, stable: true));
        bench.EndTransaction(7, commit: true);
        Assert.Equal((10, ErrorCode.None), bench.Committed(stable: true));
    }

    [Fact]
    public async Task An_abort_leaves_what_was()
    {
        await bench.Commit(5);
        await bench.CommitInTransaction(7, 10);
        bench.EndTransaction(7, commit: false);
        Assert.Equal((5, ErrorCode.None), bench.Committed(stable: true));
    }

    [Fact]
    public async Task Of_a_plain_and_a_transactional_commit_the_one_later_in_the_log_wins()
    {
        await bench.CommitInTransaction(7, 10);
        await bench.Commit(12);
        bench.EndTransaction(7, commit: true);
        Assert.Equal(12, bench.Committed().Offset);

        await bench.CommitInTransaction(7, 11);
        bench.EndTransaction(7, commit: true);
        Assert.Equal(11, bench.Committed().Offset);
        bench.Restart();
        Assert.Equal(11, bench.Committed().Offset);
    }

    [Fact]
    public async Task Without_the_transactions_word_nothing_is_written()
    {
        Assert.Equal(ErrorCode.InvalidTxnState, (await bench.CommitInTransaction(7, 10, word: ErrorCode.InvalidTxnState))[0]);
        Assert.Empty(bench.Log.Records);
        Assert.Equal((-1, ErrorCode.None), bench.Committed(stable: true));
    }

    [Fact]
    public async Task Members_are_checked_where_the_request_names_one()
    {
        var stranger = new JoinReply(ErrorCode.None, "m") { Generation = 1 };
        Assert.Equal(ErrorCode.IllegalGeneration, (await bench.CommitInTransaction(7, 10, stranger))[0]);
        var me = (await bench.Form(1, _ => "node"))[0];
        Assert.Equal(ErrorCode.None, (await bench.CommitInTransaction(7, 10, me, "node"))[0]);
        Assert.Equal(ErrorCode.IllegalGeneration, (await bench.CommitInTransaction(7, 10, me with { Generation = 4 }, "node"))[0]);
        Assert.Equal(ErrorCode.UnknownMemberId, (await bench.CommitInTransaction(7, 10, me with { MemberId = "zombie" }))[0]);
        Assert.Equal(ErrorCode.FencedInstanceId, (await bench.CommitInTransaction(7, 10, me with { MemberId = "zombie" }, "node"))[0]);
        // A producer of before members were named.
        Assert.Equal(ErrorCode.None, (await bench.CommitInTransaction(7, 10))[0]);
    }

    [Fact]
    public async Task Pending_offsets_outlive_the_process()
    {
        await bench.CommitInTransaction(7, 10);
        await bench.CommitInTransaction(8, 20, partition: 1);
        bench.Restart();
        Assert.Equal((-1, ErrorCode.UnstableOffsetCommit), bench.Committed(stable: true));
        bench.EndTransaction(7, commit: true);
        bench.EndTransaction(8, commit: false);
        Assert.Equal((10, ErrorCode.None), bench.Committed(stable: true));
        Assert.Equal((-1, ErrorCode.None), bench.Committed(partition: 1, stable: true));
        bench.Restart();
        Assert.Equal((10, ErrorCode.None), bench.Committed(stable: true));
        Assert.Equal((-1, ErrorCode.None), bench.Committed(partition: 1, stable: true));
    }

    [Fact]
    public async Task A_group_with_pending_offsets_doesnt_expire()
    {
        await bench.Commit(5);
        await bench.CommitInTransaction(7, 10);
        bench.Advance(int.MaxValue);
        Assert.Equal(5, bench.Committed().Offset);
        bench.EndTransaction(7, commit: true);
        Assert.Equal(10, bench.Committed().Offset);
    }
}
