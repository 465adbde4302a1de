using Microsoft.Extensions.Logging;

namespace Noderr.Hosting;

internal static partial class HostingLog
{
    [LoggerMessage(EventName = "hosting.configuration.refused", Level = LogLevel.Error, Message = "{Violation} {Origin}")]
    public static partial void ConfigurationRefused(this ILogger log, string violation, string origin);

    [LoggerMessage(EventName = "hosting.service.started", Level = LogLevel.Information, Message = "{Service} {Version} serves at {Url}")]
    public static partial void ServiceStarted(this ILogger log, string service, string version, string url);

    [LoggerMessage(EventName = "hosting.service.stopping", Level = LogLevel.Information, Message = "{Service} stops")]
    public static partial void ServiceStopping(this ILogger log, string service);

    [LoggerMessage(EventName = "hosting.service.stopped", Level = LogLevel.Information, Message = "{Service} has stopped after {Milliseconds} ms")]
    public static partial void ServiceStopped(this ILogger log, string service, long milliseconds);

    [LoggerMessage(EventName = "hosting.service.failed", Level = LogLevel.Critical, Message = "{Service} has failed")]
    public static partial void ServiceFailed(this ILogger log, Exception exception, string service);

    [LoggerMessage(EventName = "hosting.stop.overdue", Level = LogLevel.Warning, Message = "{Step} was not done in time and is left behind")]
    public static partial void StopOverdue(this ILogger log, string step);

    [LoggerMessage(EventName = "hosting.stop.failed", Level = LogLevel.Error, Message = "{Step} failed")]
    public static partial void StopFailed(this ILogger log, Exception exception, string step);
}
