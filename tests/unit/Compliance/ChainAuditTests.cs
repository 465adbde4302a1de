using CsCheck;
using Noderr.Compliance;
using Noderr.Domain.Events;
using Noderr.Domain.Numbers;

namespace Noderr.Tests.Unit.Compliance;

/// <summary>A journal of 100 records, sealed every ten; the last five are not sealed.</summary>
public sealed class ChainAuditTests
{
    private static readonly List<Record> Records = Record.Some(105);
    private static readonly IReadOnlyList<ComplianceEvent> Seals = [.. Sealing.Of(Records, 10).Where(s => s.LastOffset < 100)];

    [Fact]
    public void What_was_not_touched_is_intact()
    {
        var verdict = Audit(Records, Seals);
        Assert.True(verdict.IsIntact, verdict.Finding?.Text);
        Assert.Equal((0L, 100L, 5L, 0L, Seals[^1].Hash), (verdict.From, verdict.Proved, verdict.Unsealed, verdict.Unprovable, verdict.Head));
    }

    [Fact]
    public void Every_change_of_a_sealed_record_is_found_where_it_is() => Gen.Select(Gen.Int[0, 99], Gen.Int[0, Tampering.Length - 1]).Sample(
        (place, kind) =>
        {
            var changed = new List<Record>(Records);
            changed[place] = Tampering[kind](changed[place]);
            Finds(Audit(changed, Seals), Fault.Changed, place / 10 * 10, place / 10 * 10 + 9);
        }, iter: 500);

    private static readonly Func<Record, Record>[] Tampering =
    [
        r => r with { Value = r.Value + "0" },
        r => r with { Value = null },
        r => r with { Key = "somebody else" },
        r => r with { Headers = [r.Headers[0], ("seq", "999")] },
        r => r with { Headers = [.. r.Headers.Reverse()] },
        r => r with { Headers = [r.Headers[0]] },
        r => r with { Time = r.Time - 1 },
    ];

    [Fact]
    public void Records_that_changed_places_are_found() => Gen.Select(Gen.Int[0, 99], Gen.Int[0, 99]).Where((a, b) => a != b).Sample(
        (a, b) =>
        {
            var changed = new List<Record>(Records);
            (changed[a], changed[b]) = (Records[b] with { Offset = a }, Records[a] with { Offset = b });
            var first = Math.Min(a, b) / 10 * 10;
            Finds(Audit(changed, Seals), Fault.Changed, first, first + 9);
        }, iter: 200);

    [Fact]
    public void A_record_that_comes_twice_is_found() =>
        Finds(Audit([.. Records[..50], Records[49], .. Records[50..]], Seals), Fault.Changed, 49, 49);

    [Fact]
    public void Records_that_are_missing_are_found() => Gen.Select(Gen.Int[1, 99], Gen.Int[1, 30]).Sample(
        (place, count) =>
        {
            var verdict = Audit([.. Records[..place], .. Records[Math.Min(place + count, 104)..]], Seals);
            Finds(verdict, Fault.Missing, place, Math.Min(place + count, 104) - 1);
        }, iter: 200);

    /// <summary>The log was cut and written again without them: what lies behind has moved up.</summary>
    [Fact]
    public void A_record_that_is_left_out_of_a_new_log_is_found() => Gen.Int[0, 99].Sample(place =>
        Finds(Audit([.. Records[..place], .. Records[(place + 1)..].Select(r => r with { Offset = r.Offset - 1 })], Seals), Fault.Changed, place / 10 * 10, place / 10 * 10 + 9), iter: 100);

    [Theory]
    [InlineData(100, null)]
    [InlineData(99, 99)]
    [InlineData(55, 55)]
    [InlineData(0, 0)]
    public void A_journal_that_ends_too_early_is_found(int count, int? missing)
    {
        var verdict = Audit(Records[..count], Seals);
        if (missing is null) Assert.True(verdict.IsIntact);
        else Finds(verdict, Fault.Missing, missing.Value, 99);
    }

    [Fact]
    public void A_journal_without_seals_is_all_unsealed()
    {
        var verdict = Audit(Records, []);
        Assert.True(verdict.IsIntact);
        Assert.Equal((null, 0L, 105L, null), (verdict.From, verdict.Proved, verdict.Unsealed, verdict.Head));
    }

    [Theory]
    [InlineData(10, 10, 0)]
    [InlineData(13, 20, 7)]
    [InlineData(19, 20, 1)]
    [InlineData(95, null, 5)]
    [InlineData(100, null, 0)]
    public void Retention_may_take_what_a_seal_covers(int start, int? from, int unprovable)
    {
        var verdict = Audit(Records[start..], Seals, start);
        Assert.True(verdict.IsIntact, verdict.Finding?.Text);
        Assert.Equal((from, unprovable, 5), ((int?)verdict.From, (int)verdict.Unprovable, (int)verdict.Unsealed));
        Assert.Equal(100 - (from ?? 100), verdict.Proved);
    }

    [Fact]
    public void Retention_may_take_everything() => Assert.True(Audit([], Seals, 100).IsIntact);

    [Fact]
    public void What_retention_took_before_it_was_sealed_is_missing() => Finds(Audit(Records[103..], Seals, 103), Fault.Missing, 100, 102);

    [Fact]
    public void A_change_behind_the_boundary_is_found() =>
        Finds(Audit([.. Records[13..50], Records[50] with { Value = "" }, .. Records[51..]], Seals, 13), Fault.Changed, 50, 59);

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(8)]
    public void A_seal_that_was_changed_is_told_from_records_that_were(int which)
    {
        var seals = Seals.ToArray();
        seals[which] = seals[which] with { Hash = new Digest(seals[which].Hash.High, seals[which].Hash.Low ^ 1) };
        Finds(Audit(Records, seals), Fault.SealChanged, which * 10, which * 10 + 9);
    }

    [Fact]
    public void Behind_the_last_seal_nobody_can_tell_which_was_changed()
    {
        var seals = Seals.ToArray();
        seals[9] = seals[9] with { Hash = default };
        Finds(Audit(Records, seals), Fault.Changed, 90, 99);
    }

    [Fact]
    public void A_seal_that_is_missing_is_found() => Gen.Int[1, 8].Sample(which =>
        Finds(Audit(Records, [.. Seals.Where((_, i) => i != which)]), Fault.SealMissing, which * 10, which * 10 + 9), iter: 20);

    [Fact]
    public void Seals_of_another_partition_prove_nothing() =>
        Assert.Equal(Fault.Changed, Audit(Records, Seals, partition: 1).Finding?.Fault);

    [Fact]
    public void No_order_of_any_seals_breaks_the_audit() => Gen.Shuffle(Seals.ToArray()).Select(Gen.Int[0, 10], Gen.Int[0, 105]).Sample(
        (seals, count, start) => Audit(Records[start..], seals[..count], start), iter: 300);

    private static ChainVerdict Audit(IEnumerable<Record> records, IReadOnlyList<ComplianceEvent> seals, long start = 0, int partition = 0)
    {
        var audit = new ChainAudit("orders", partition, seals);
        audit.Begin(start);
        foreach (var record in records) audit.Add(record.Raw("orders", partition));
        return audit.End();
    }

    private static void Finds(ChainVerdict verdict, Fault fault, long first, long last) =>
        Assert.Equal((fault, first, last), (verdict.Finding?.Fault, verdict.Finding?.Offset, verdict.Finding?.LastOffset));
}
