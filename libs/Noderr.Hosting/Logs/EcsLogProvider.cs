using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Noderr.Hosting.Logs;

/// <summary>Logs as one JSON object a line in the fields of the Elastic Common Schema, with the trace it belongs to.</summary>
public sealed class EcsLogProvider(string service, TextWriter output, LogLevels levels, Action<LogLevel> counted) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new Lines(this, categoryName);

    public void Dispose() => output.Flush();

    private void Write(string category, LogLevel level, EventId id, string message, object? state, Exception? exception)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("@timestamp", DateTime.UtcNow);
            json.WriteString("log.level", level.ToString().ToLowerInvariant());
            json.WriteString("log.logger", category);
            json.WriteString("service.name", service);
            if (id.Name is { } name) json.WriteString("event.action", name);
            json.WriteString("message", message);
            WriteLabels(json, state);
            if (Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity)
            {
                json.WriteString("trace.id", activity.TraceId.ToHexString());
                json.WriteString("span.id", activity.SpanId.ToHexString());
            }
            if (exception is not null)
            {
                json.WriteString("error.type", exception.GetType().FullName);
                json.WriteString("error.message", exception.Message);
                json.WriteString("error.stack_trace", exception.ToString());
            }
            json.WriteEndObject();
        }
        var line = Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
        // Several hosts of one process write to one output; a line must stay whole.
        lock (output) output.WriteLine(line);
    }

    private static void WriteLabels(Utf8JsonWriter json, object? state)
    {
        if (state is not IReadOnlyList<KeyValuePair<string, object?>> { Count: > 1 } values) return;
        json.WriteStartObject("labels");
        foreach (var (key, value) in values)
            if (key != "{OriginalFormat}") json.WriteString(key, Convert.ToString(value, CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }

    private sealed class Lines(EcsLogProvider provider, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None && logLevel >= provider.Least(category);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel)) return;
            provider.Count(logLevel);
            provider.Write(category, logLevel, eventId, formatter(state, exception), state, exception);
        }
    }

    private LogLevel Least(string category) => levels.Of(category);

    private void Count(LogLevel level) => counted(level);
}
