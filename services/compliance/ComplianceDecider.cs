using Noderr.Domain.Events;
using Noderr.Domain.Numbers;
using Noderr.Journal.Deciders;
using Noderr.Journal.Entries;

namespace Noderr.Compliance;

/// <summary>When a stretch is sealed: when it has so many records, or when its partition's last seal is so old.</summary>
public sealed record SealRule
{
    public int Records { get; init; } = 500;
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(5);
}

/// <summary>
/// Chains every record of the journals that it reads, and says the newest link of each now and then. Records bring no time that could be
/// trusted, so a seal bears that of the clock when it was last looked at: never older than the time between two seals.
/// </summary>
public sealed class ComplianceDecider(SealRule rule) : Decider<ComplianceEvent>, IReads<RawRecord, ComplianceEvent>
{
    private readonly OrderedDictionary<(string Journal, int Partition), Chain> chains = [];

    /// <summary>Records that no seal covers yet.</summary>
    public long Unsealed => chains.Values.Sum(c => c.Unsealed);

    /// <summary>The last offset that a seal covers; -1 before there is one.</summary>
    public long SealedTo(string journal, int partition) => chains.TryGetValue((journal, partition), out var chain) ? chain.SealedTo : -1;

    public override Timestamp? Due
    {
        get
        {
            Timestamp? due = null;
            foreach (var chain in chains.Values)
                if (chain.Unsealed > 0 && (due is null || DueOf(chain) < due)) due = DueOf(chain);
            return due;
        }
    }

    public void Observe(in RawRecord input, Timestamp now)
    {
        if (!chains.TryGetValue((input.Journal, input.Partition), out var chain))
            chains[(input.Journal, input.Partition)] = chain = new Chain(input.Journal, input.Partition, input.Offset);
        chain.Add(input.Offset, input.Digest);
    }

    public void Decide(in RawRecord input, Timestamp now, Output<ComplianceEvent> output)
    {
        var chain = chains[(input.Journal, input.Partition)];
        if (chain.Unsealed >= rule.Records) output.Say(chain.Seal(now));
    }

    public override void Decide(Timestamp now, Output<ComplianceEvent> output)
    {
        foreach (var chain in chains.Values)
            if (chain.Unsealed > 0 && DueOf(chain) <= now) output.Say(chain.Seal(now));
    }

    public override void Evolve(in ComplianceEvent said, Timestamp now)
    {
        if (chains.TryGetValue((said.Journal, said.Partition), out var chain)) chain.Sealed(said);
    }

    public override void Save(StateWriter state)
    {
        state.Int64(chains.Count);
        foreach (var chain in chains.Values) chain.Save(state);
    }

    public override void Load(ref StateReader state)
    {
        for (var left = state.Int64(); left > 0; left--)
        {
            var (journal, partition, chain) = Chain.Load(ref state);
            chains[(journal, partition)] = chain;
        }
    }

    private Timestamp DueOf(Chain chain) => chain.SealedAt + rule.Every;
}
