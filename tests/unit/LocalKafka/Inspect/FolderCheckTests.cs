using System.Security.Cryptography;
using System.Text;
using Noderr.LocalKafka;
using Noderr.LocalKafka.Inspect;
using Noderr.LocalKafka.Log;
using Noderr.LocalKafka.Records;
using Noderr.LocalKafka.Topics;

namespace Noderr.Tests.Unit.LocalKafka.Inspect;

public sealed class FolderCheckTests
{
    [Fact]
    public async Task A_folder_that_a_broker_left_is_sound()
    {
        using var stopped = await StoppedBroker.Make();
        var verdict = stopped.Check();
        Assert.Empty(verdict.Findings);
        Assert.Equal((1, 1, 16, stopped.Segments.Sum(s => new FileInfo(s).Length)), (verdict.Topics, verdict.Partitions, verdict.Records, verdict.Bytes));
        Assert.Equal(3, stopped.Segments.Length);
    }

    [Fact]
    public async Task A_folder_that_a_killed_broker_left_is_sound()
    {
        using var stopped = (await StoppedBroker.Make()).Killed();
        Assert.Empty(stopped.Check().Findings);
    }

    [Fact]
    public async Task Checking_changes_nothing_on_disk()
    {
        using var stopped = (await StoppedBroker.Make()).Killed();
        StoppedBroker.Edit(stopped.Segments[^1], bytes => bytes[..^10]);
        var before = Print(stopped.Folder);
        stopped.Check();
        Assert.Equal(before, Print(stopped.Folder));
    }

    [Fact]
    public async Task A_flipped_byte_in_the_middle_is_damage_at_its_batch()
    {
        using var stopped = await StoppedBroker.Make();
        var second = StoppedBroker.Positions(stopped.Segments[0])[1];
        StoppedBroker.FlipByte(stopped.Segments[0], second + BatchHeader.Size + 20);
        var verdict = stopped.Check();
        var found = Assert.Single(verdict.Findings);
        Assert.Equal((Severity.Damage, (long?)second, "00000000000000000000.log"), (found.Severity, found.Position, found.File));
        Assert.Contains("offset 2 fails its checksum; the next whole batch begins at byte", found.Message);
        Assert.Equal(14, verdict.Records);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(300)]
    public async Task A_torn_tail_is_a_warning_and_the_next_start_cuts_as_many_bytes(int cut)
    {
        using var stopped = (await StoppedBroker.Make()).Killed();
        var last = StoppedBroker.Positions(stopped.Segments[^1])[^1];
        StoppedBroker.Edit(stopped.Segments[^1], bytes => bytes[..^cut]);
        var torn = (int)new FileInfo(stopped.Segments[^1]).Length - last;

        var verdict = stopped.Check();
        var found = Assert.Single(verdict.Findings);
        Assert.Equal((Severity.Warning, (long?)last), (found.Severity, found.Position));
        Assert.Contains($"torn tail of {torn} bytes: cut at the next start", found.Message);
        Assert.True(verdict.IsSound);
        await using var server = await stopped.Start();
        Assert.Equal(torn, server.Broker.Topics.Partition(StoppedBroker.Topic, 0)!.CutBytes);
    }

    [Fact]
    public async Task A_damaged_batch_with_whole_ones_behind_it_is_no_torn_tail()
    {
        using var stopped = (await StoppedBroker.Make()).Killed();
        StoppedBroker.FlipByte(stopped.Segments[^1], BatchHeader.Size + 5);
        var found = Assert.Single(stopped.Check().Findings);
        Assert.Equal(Severity.Damage, found.Severity);
        Assert.Contains("The next start cuts the log here", found.Message);
    }

    [Fact]
    public async Task What_a_clean_end_put_on_disk_and_is_gone_is_damage()
    {
        using var stopped = await StoppedBroker.Make();
        StoppedBroker.Edit(stopped.Segments[^1], bytes => bytes[..^10]);
        Assert.Contains(stopped.Check().Findings, f => f.Severity == Severity.Damage && f.Message.Contains("ends at 14, but a snapshot says that everything below 16 was on disk"));
    }

    [Fact]
    public async Task A_batch_that_is_missing_is_damage()
    {
        using var stopped = (await StoppedBroker.Make()).Killed();
        var positions = StoppedBroker.Positions(stopped.Segments[1]);
        StoppedBroker.Edit(stopped.Segments[1], bytes => [.. bytes[..positions[1]], .. bytes[positions[2]..]]);
        Assert.Contains(stopped.Check().Findings, f => f.Severity == Severity.Damage && f.Message == "the batch has offset 10 where 8 follows");
    }

    [Fact]
    public async Task A_segment_that_is_missing_is_damage()
    {
        using var stopped = await StoppedBroker.Make();
        File.Delete(stopped.Segments[1]);
        Assert.Contains(stopped.Check().Findings, f => f.Severity == Severity.Damage && f.Message == "the segment begins at 12 where 6 follows");
    }

    [Fact]
    public async Task The_first_segment_is_missing_only_above_the_log_start()
    {
        using var stopped = await StoppedBroker.Make(broker => broker.Topics.Partition(StoppedBroker.Topic, 0)!.DeleteBefore(7));
        Assert.Equal(2, stopped.Segments.Length);
        Assert.Empty(stopped.Check().Findings);
        File.Delete(stopped.Segments[0]);
        Assert.Contains(stopped.Check().Findings, f => f.Severity == Severity.Damage && f.Message.StartsWith("records from 7 to 11 are missing"));
    }

    [Fact]
    public async Task An_index_that_is_missing_is_built_again()
    {
        using var stopped = await StoppedBroker.Make();
        File.Delete(Path.ChangeExtension(stopped.Segments[0], ".index"));
        var found = Assert.Single(stopped.Check().Findings);
        Assert.Equal(Severity.Warning, found.Severity);
        Assert.Contains("index", found.Message);
    }

    [Fact]
    public async Task An_index_that_is_whole_and_wrong_is_damage()
    {
        using var stopped = await StoppedBroker.Make();
        StoppedBroker.Edit(Path.ChangeExtension(stopped.Segments[0], ".index"), bytes =>
        {
            bytes[24]++;
            BitConverter.GetBytes(BatchHeader.Crc32C(bytes.AsSpan(0, bytes.Length - 4))).CopyTo(bytes, bytes.Length - 4);
            return bytes;
        });
        var found = Assert.Single(stopped.Check().Findings);
        Assert.Equal(Severity.Damage, found.Severity);
        Assert.Contains("its index says offset 4", found.Message);
    }

    [Theory]
    [InlineData(8, "producer 7 epoch 0 has its batch of offset 4 here a second time", 4)]
    [InlineData(8, "producer 7 epoch 0 sequence 90 does not follow its batch before (OutOfOrderSequenceNumber)", 90)]
    public async Task A_producers_batches_follow_each_other(long offset, string message, int sequence)
    {
        using var stopped = (await StoppedBroker.Make()).Killed();
        Restamp(stopped.Segments[1], offset, batch => BatchHeader.SetProducer(batch, 7, 0, sequence));
        Assert.Contains(stopped.Check().Findings, f => f.Severity == Severity.Damage && f.Message == message);
    }

    [Fact]
    public async Task A_snapshot_that_is_torn_is_made_again()
    {
        using var stopped = await StoppedBroker.Make();
        StoppedBroker.Edit(stopped.Snapshots[0], bytes => bytes[..^1]);
        var found = Assert.Single(stopped.Check().Findings);
        Assert.Equal((Severity.Warning, Path.GetFileName(stopped.Snapshots[0])), (found.Severity, found.File));
    }

    [Theory]
    [InlineData(TopicName.Offsets, "a text", 0)]
    [InlineData(TopicName.Transactions, "a text of length", 0)]
    [InlineData(SchemaTopic.Name, "", 2)]
    public async Task A_record_that_a_coordinator_would_not_understand_is_damage(string topic, string said, byte first)
    {
        using var stopped = await StoppedBroker.Make(broker =>
        {
            var log = broker.Topics.Create(topic, 1, new Dictionary<string, string> { ["cleanup.policy"] = "compact" }).Topic!.Partitions[0];
            log.Append(new BatchBuilder().Add(0, new byte[] { first, 1, 0xff, 0xf0 }, null).Build());
        });
        var found = Assert.Single(stopped.Check().Findings);
        Assert.Equal((Severity.Damage, topic), (found.Severity, found.Topic));
        Assert.StartsWith("the record at offset 0 is not understood: ", found.Message);
        Assert.Contains(said, found.Message);
        Assert.Empty(stopped.Check(StoppedBroker.Topic).Findings);
    }

    [Fact]
    public async Task Gaps_of_compaction_are_no_damage()
    {
        using var stopped = await StoppedBroker.Make(broker =>
        {
            var settings = new Dictionary<string, string> { ["cleanup.policy"] = "compact", ["segment.bytes"] = "2000", ["min.cleanable.dirty.ratio"] = "0" };
            var log = broker.Topics.Create("keyed", 1, settings).Topic!.Partitions[0];
            for (var i = 0; i < 40; i++) log.Append(new BatchBuilder(default, new BatchProducer(9, 0, i)).Add(i, new byte[] { (byte)(i % 3) }, new byte[100]).Build());
            new Compactor(TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance).Compact(log);
        });
        var verdict = stopped.Check("keyed");
        Assert.InRange(verdict.Records, 1, 30);
        Assert.Empty(verdict.Findings);
    }

    [Fact]
    public async Task Transactions_of_either_end_are_sound()
    {
        using var stopped = await StoppedBroker.Make(broker =>
        {
            var log = broker.Topics.Create("tx", 1, new Dictionary<string, string>()).Topic!.Partitions[0];
            foreach (var (commit, sequence) in new[] { (true, 0), (false, 1) })
            {
                log.Append(new BatchBuilder(BatchAttributes.Of(transactional: true), new BatchProducer(3, 0, sequence)).Add(0, null, new byte[1]).Build());
                log.Append(new ControlMarker(3, 0, commit, 0).ToBatch(0), commit);
            }
        });
        var verdict = stopped.Check("tx");
        Assert.Empty(verdict.Findings);
        Assert.Equal(2, verdict.Records);
    }

    [Fact]
    public async Task A_compaction_that_was_interrupted_is_checked_as_it_will_be_finished()
    {
        using var stopped = await StoppedBroker.Make();
        var (first, folder) = (stopped.Segments[0], Path.GetDirectoryName(stopped.Segments[0])!);
        File.Copy(first, Path.Combine(folder, $"{0:D20}-{6:D20}.swap"));
        StoppedBroker.FlipByte(first, 100);
        Assert.DoesNotContain(stopped.Check().Findings, f => f.Severity == Severity.Damage);
    }

    [Fact]
    public async Task A_topic_that_can_not_be_read_is_damage_and_the_others_are_checked()
    {
        using var stopped = await StoppedBroker.Make(broker => broker.Topics.Create("other", 1, new Dictionary<string, string>()));
        using (var data = StoredData.Open(stopped.Folder))
        {
            File.WriteAllText(Path.Combine(data.Topics.Find(t => t.Name == "other")!.Folder, "topic.json"), "{");
            Directory.CreateDirectory(Path.Combine(stopped.Folder, "topics", "half-made"));
        }
        var verdict = stopped.Check();
        Assert.Equal([Severity.Damage, Severity.Warning], verdict.Findings.Select(f => f.Severity).Order().Reverse());
        Assert.Equal(16, verdict.Records);
    }

    [Fact]
    public async Task A_file_that_the_broker_would_stumble_over_is_damage()
    {
        using var stopped = await StoppedBroker.Make();
        await File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(stopped.Segments[0])!, "copy of 0.log"), "", TestContext.Current.CancellationToken);
        Assert.Equal("copy of 0.log", Assert.Single(stopped.Check().Findings).File);
    }

    [Fact]
    public async Task A_partition_without_its_folder_is_damage()
    {
        using var stopped = await StoppedBroker.Make();
        Directory.Delete(Path.GetDirectoryName(stopped.Segments[0])!, recursive: true);
        Assert.Equal("the partition's folder is missing", Assert.Single(stopped.Check().Findings).Message);
    }

    [Fact]
    public async Task A_folder_in_use_is_refused_and_readers_share_it()
    {
        using var stopped = await StoppedBroker.Make();
        using (StoredData.Open(stopped.Folder))
        {
            Assert.Empty(stopped.Check().Findings);
            await Assert.ThrowsAsync<DataFolderException>(stopped.Start);
        }
        await using var server = await stopped.Start();
        Assert.Contains("a broker is running", Assert.Throws<DataFolderException>(() => StoredData.Open(stopped.Folder)).Message);
    }

    private static void Restamp(string segment, long offset, Action<byte[]> change) => StoppedBroker.Edit(segment, bytes =>
    {
        foreach (var at in StoppedBroker.Positions(segment))
        {
            var length = BatchHeader.TotalLength(bytes.AsSpan(at));
            var batch = bytes[at..(at + length)];
            if (BatchHeader.BaseOffset(batch) != offset) continue;
            change(batch);
            BatchHeader.SetCrc(batch);
            batch.CopyTo(bytes, at);
        }
        return bytes;
    });

    private static string Print(string folder) => string.Join('\n', Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        .Select(f => $"{f} {File.GetLastWriteTimeUtc(f):O} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(f)))}"));
}
