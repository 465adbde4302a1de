namespace Noderr.LocalKafka.Inspect;

public enum Severity
{
    /// <summary>The next start mends it, and nothing that was flushed is lost.</summary>
    Warning,
    Damage,
}

/// <summary>Something in a data folder that is not as it should be, and where.</summary>
public sealed record Finding(Severity Severity, string Topic, string Message)
{
    public int? Partition { get; init; }
    public string? File { get; init; }
    public long? Position { get; init; }

    public static Finding Warn(string topic, string message) => new(Severity.Warning, topic, message);

    public static Finding Damage(string topic, string message) => new(Severity.Damage, topic, message);
}
