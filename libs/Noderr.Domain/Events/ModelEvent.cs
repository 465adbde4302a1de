using Noderr.Domain.Numbers;

namespace Noderr.Domain.Events;

public enum ModelKind : byte
{
    Requested,
    Completed,
    Failed,
}

/// <summary>A training: what is searched, and what came of it.</summary>
public readonly record struct ModelEvent(ModelKind Kind, string Model, Timestamp At)
{
    private static readonly NamedValues<string> NothingSearched = NamedValues.Of<string>();
    private static readonly NamedValues<double> NothingFound = NamedValues.Of<double>();

    /// <summary>Of a request, as what follows.</summary>
    public string Strategy { get; init; } = "";

    /// <summary>Names and their candidates, with commas between them.</summary>
    public NamedValues<string> Parameters { get; init; } = NothingSearched;

    public long Seed { get; init; }

    public int MaxTrials { get; init; }

    public long BudgetMs { get; init; }

    /// <summary>Of a training that is completed, as what follows.</summary>
    public NamedValues<double> Best { get; init; } = NothingFound;

    /// <summary>Profit after fees; it ranks models and is never added to money.</summary>
    public double Score { get; init; }

    public int Trials { get; init; }

    /// <summary>Of one that failed.</summary>
    public string Reason { get; init; } = "";
}
