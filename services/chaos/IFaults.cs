namespace Noderr.Chaos;

/// <summary>How what was hit came back: after how long, or why not.</summary>
public sealed record Recovery(bool Recovered, TimeSpan After, string Detail);

/// <summary>What breaks things, and watches them come back.</summary>
public interface IFaults
{
    Task<Recovery> Kill(string target, TimeSpan patience, CancellationToken cancel);
}
