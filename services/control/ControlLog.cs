using Microsoft.Extensions.Logging;

namespace Noderr.Control;

internal static partial class ControlLog
{
    [LoggerMessage(EventName = "noderr.record.not_shown", Level = LogLevel.Warning, Message = "a record that can't be read is not shown: {At}: {Reason}")]
    public static partial void NotShown(this ILogger logger, string at, string reason);

    [LoggerMessage(EventName = "noderr.dead_letters.not_seen", Level = LogLevel.Warning, Message = "records that were put aside are not seen for now: {Reason}")]
    public static partial void DeadLettersNotSeen(this ILogger logger, string reason);
}
