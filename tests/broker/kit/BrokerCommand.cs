namespace Noderr.Tests.Broker.Kit;

/// <summary>
/// How a broker is started: LocalKafka, Apache Kafka from the shared archive (<c>--apache</c>), or any other by
/// <c>--command "program {port} {data}"</c>.
/// </summary>
public sealed record BrokerCommand(string Name, string Program, IReadOnlyList<string> Arguments, bool PrintsReady)
{
    public static BrokerCommand From(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        if (arguments.Has("command"))
        {
            var words = arguments.Text("command", "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return new BrokerCommand("other", words[0], words[1..], PrintsReady: false);
        }
        return arguments.Has("apache") ? Apache(arguments.Settings) : Local(arguments.Settings);
    }

    public static BrokerCommand Local(IEnumerable<string> settings) => new(
        "local",
        Path.Combine(Repository.Root, "noderr"),
        ["kafka", "--port", "{port}", "--registry-port", "{registry}", "--data", "{data}", .. settings.SelectMany(s => new[] { "--set", s })],
        PrintsReady: true);

    public static BrokerCommand Apache(IEnumerable<string> settings) => new(
        "apache",
        Path.Combine(Repository.Archive("kafka") ?? throw new InvalidOperationException("the kafka archive is missing"), "bin", "kafka-server"),
        ["{port}", "{data}", .. settings],
        PrintsReady: false);

    public IEnumerable<string> Fill(int port, string data) => Arguments.Select(a => a
        .Replace("{port}", port.ToString(), StringComparison.Ordinal)
        .Replace("{registry}", (port + 1).ToString(), StringComparison.Ordinal)
        .Replace("{data}", data, StringComparison.Ordinal));
}
