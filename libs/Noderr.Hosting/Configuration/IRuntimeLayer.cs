namespace Noderr.Hosting.Configuration;

/// <summary>What is changed while the service runs; the control journal feeds it.</summary>
public interface IRuntimeLayer
{
    /// <summary>
    /// Replaces everything this layer said before, all or nothing, and returns what speaks against it. To roll back is to apply an earlier set again.
    /// </summary>
    IReadOnlyList<Violation> Apply(IReadOnlyDictionary<string, string> settings);
}
