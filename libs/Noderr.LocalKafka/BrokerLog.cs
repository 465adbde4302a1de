using Microsoft.Extensions.Logging;

namespace Noderr.LocalKafka;

internal static partial class BrokerLog
{
    [LoggerMessage(EventName = "localkafka.chore.failed", Level = LogLevel.Error, Message = "{Chore} failed and will be tried again")]
    public static partial void ChoreFailed(this ILogger logger, string chore, Exception exception);

    [LoggerMessage(EventName = "localkafka.registry.failed", Level = LogLevel.Error, Message = "the registry answered 500")]
    public static partial void RegistryFailed(this ILogger logger, Exception exception);

    [LoggerMessage(EventName = "localkafka.registry.skipped", Level = LogLevel.Warning, Message = "left out a record of _schemas that is not the registry's: {Reason}")]
    public static partial void RegistryRecordSkipped(this ILogger logger, string reason);

    [LoggerMessage(EventName = "localkafka.broker.started", Level = LogLevel.Information, Message = "{Topics} topics with {Partitions} partitions opened in {Milliseconds} ms after {End} end")]
    public static partial void Started(this ILogger logger, int topics, int partitions, long milliseconds, string end);

    [LoggerMessage(EventName = "localkafka.log.cut", Level = LogLevel.Warning, Message = "cut {Bytes} bytes of an unfinished write from {Topic}-{Partition}")]
    public static partial void TailCut(this ILogger logger, long bytes, string topic, int partition);

    [LoggerMessage(EventName = "localkafka.log.offline", Level = LogLevel.Error, Message = "{Topic}-{Partition} is offline: {Reason}")]
    public static partial void PartitionOffline(this ILogger logger, string topic, int partition, string reason);

    [LoggerMessage(EventName = "localkafka.broker.stopped", Level = LogLevel.Information, Message = "stopped; everything is on disk")]
    public static partial void Stopped(this ILogger logger);

    [LoggerMessage(EventName = "localkafka.broker.stopped_unclean", Level = LogLevel.Warning, Message = "stopped; not all could be written down, so the next start reads the logs again")]
    public static partial void StoppedUnclean(this ILogger logger);

    [LoggerMessage(EventName = "localkafka.log.compacted", Level = LogLevel.Information, Message = "compacted {Topic}-{Partition}: {Before} bytes became {After}")]
    public static partial void Compacted(this ILogger logger, string topic, int partition, long before, long after);
}
