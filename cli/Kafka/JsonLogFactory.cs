using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Noderr.Cli.Kafka;

/// <summary>
/// Logs as one JSON object a line in the fields of the Elastic Common Schema. The framework's console logger does the same in a way that
/// costs a third of the broker's start.
/// </summary>
internal sealed class JsonLogFactory(TextWriter output, LogLevel least) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => new Lines(categoryName, output, least);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("this factory writes to one place only");

    public void Dispose() => output.Flush();

    private sealed class Lines(string category, TextWriter output, LogLevel least) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel level) => level >= least && level != LogLevel.None;

        public void Log<TState>(LogLevel level, EventId id, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(level)) return;
            using var buffer = new MemoryStream();
            using (var json = new Utf8JsonWriter(buffer))
            {
                json.WriteStartObject();
                json.WriteString("@timestamp", DateTime.UtcNow);
                json.WriteString("log.level", level.ToString());
                json.WriteString("log.logger", category);
                if (id.Name is { } name) json.WriteString("event.action", name);
                json.WriteString("message", formatter(state, exception));
                if (exception is not null) json.WriteString("error.stack_trace", exception.ToString());
                json.WriteEndObject();
            }
            lock (output) output.WriteLine(System.Text.Encoding.UTF8.GetString(buffer.ToArray()));
        }
    }
}
