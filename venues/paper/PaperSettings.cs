using Noderr.Hosting.Configuration;

namespace Noderr.Venues.Paper;

public sealed record PaperSettings
{
    [Setting("folder in which the venue keeps its orders; nowhere when empty: a restart has forgotten them")]
    public string Data { get; init; } = "";
}
