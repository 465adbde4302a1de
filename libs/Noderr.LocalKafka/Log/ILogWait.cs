namespace Noderr.LocalKafka.Log;

/// <summary>Whoever waits for a log to grow.</summary>
public interface ILogWait
{
    /// <summary>There is more to read, or nothing any more. Called under the log's lock: be short.</summary>
    void Wake();
}
