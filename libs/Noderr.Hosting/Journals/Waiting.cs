using Microsoft.Extensions.Logging;

namespace Noderr.Hosting.Journals;

/// <summary>Asks again and again for something that others must bring about, and says now and then what is lacking.</summary>
internal static class Waiting
{
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(250), BetweenWords = TimeSpan.FromSeconds(5);

    /// <param name="attempt">What is lacking; null when nothing is.</param>
    public static async Task Until(Func<Task<string?>> attempt, ILogger log, CancellationToken cancel)
    {
        for (DateTime? said = null; await attempt() is { } lacking; await Task.Delay(BetweenAttempts, cancel))
        {
            cancel.ThrowIfCancellationRequested();
            if (DateTime.UtcNow - said < BetweenWords) continue;
            log.WaitingFor(lacking);
            said = DateTime.UtcNow;
        }
    }
}
