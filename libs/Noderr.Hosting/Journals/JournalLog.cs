using Microsoft.Extensions.Logging;

namespace Noderr.Hosting.Journals;

internal static partial class JournalLog
{
    [LoggerMessage(EventName = "noderr.waiting", Level = LogLevel.Information, Message = "waiting for {What}")]
    public static partial void WaitingFor(this ILogger logger, string what);

    [LoggerMessage(EventName = "noderr.group.trouble", Level = LogLevel.Warning, Message = "the group of {Topic}: {Reason}")]
    public static partial void GroupTrouble(this ILogger logger, string topic, string reason);

    [LoggerMessage(EventName = "noderr.client.trouble", Level = LogLevel.Warning, Message = "Kafka client: {Reason}")]
    public static partial void ClientTrouble(this ILogger logger, string reason);

    [LoggerMessage(EventName = "noderr.clock.went_back", Level = LogLevel.Warning, Message = "this machine's clock lies {Seconds:0.0} s before what is on record; time goes on at half its speed until it has caught up")]
    public static partial void ClockWentBack(this ILogger logger, double seconds);

    [LoggerMessage(EventName = "noderr.configuration.changed", Level = LogLevel.Information, Message = "follows version {Version} of the configuration")]
    public static partial void ChangeFollowed(this ILogger logger, long version);

    [LoggerMessage(EventName = "noderr.configuration.refused", Level = LogLevel.Error, Message = "version {Version} of the configuration does not fit this service and is not followed: {Violation}")]
    public static partial void ChangeRefused(this ILogger logger, long version, string violation);

    [LoggerMessage(EventName = "noderr.record.put_aside", Level = LogLevel.Error, Message = "a record that can't be read was put aside: {At}: {Reason}; it lies in {Topic}")]
    public static partial void PutAside(this ILogger logger, string at, string reason, string topic);
}
