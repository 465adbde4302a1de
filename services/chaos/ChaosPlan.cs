using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;

namespace Noderr.Chaos;

/// <summary>What may be broken, how often, and how long its return is waited for.</summary>
public sealed record ChaosRule
{
    /// <summary>The services that may be hit; no other ever is.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>After the end of one, before the next.</summary>
    public TimeSpan Rest { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>At the most in any <see cref="Within"/>.</summary>
    public int Most { get; init; } = 20;

    public TimeSpan Within { get; init; } = TimeSpan.FromHours(1);
}

public enum Refusal
{
    None,
    UnknownTarget,
    NoTargets,
    OneIsRunning,
    TooSoon,
    TooMany,
}

/// <summary>Which experiment may come next. It knows the rule and what was done; never the clock, never chance.</summary>
public static class ChaosPlan
{
    public static Refusal Judge(ChaosRule rule, string target, bool isRunning, Timestamp lastEnd, IReadOnlyCollection<Timestamp> starts, Timestamp now)
    {
        if (rule.Targets.Count == 0) return Refusal.NoTargets;
        if (target.Length > 0 && !rule.Targets.Contains(target, StringComparer.Ordinal)) return Refusal.UnknownTarget;
        if (isRunning) return Refusal.OneIsRunning;
        if (now < lastEnd + rule.Rest) return Refusal.TooSoon;
        return starts.Count(s => now < s + rule.Within) >= rule.Most ? Refusal.TooMany : Refusal.None;
    }

    /// <summary>By the experiment's number: the same one hits the same target, whenever it is decided.</summary>
    public static string Choose(ChaosRule rule, long number)
    {
        var hash = Identity.Of(Identity.Kind.Experiment, (UInt128)number, 0).Value;
        return rule.Targets.Order(StringComparer.Ordinal).ElementAt((int)(hash % (UInt128)rule.Targets.Count));
    }
}
