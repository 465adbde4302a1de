namespace Noderr.Hosting.Health;

/// <summary>Where a host is on its way; it is ready only in between.</summary>
public sealed class Lifecycle
{
    private volatile Stage stage;

    public enum Stage
    {
        Starting,
        Started,
        Stopping,
    }

    public Stage Now => stage;

    internal void Enter(Stage next) => stage = next;
}
