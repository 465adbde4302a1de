using Noderr.Hosting.Configuration;

namespace Noderr.Executor;

public sealed record VenueSettings
{
    [Setting("where the venue answers gRPC"), WebAddress]
    public Uri Url { get; init; } = new("http://127.0.0.1:7070");

    [Setting("how long a call of the venue may take; what takes longer is unknown until the venue has told"), Lasts("10ms", "1m")]
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(1);
}
