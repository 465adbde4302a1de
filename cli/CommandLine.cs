using System.CommandLine;
using Noderr.Cli.Kafka;

namespace Noderr.Cli;

/// <summary>All that noderr can be told to do.</summary>
public static class CommandLine
{
    private const int BadUsage = 2;

    public static async Task<int> RunAsync(string[] args, InvocationConfiguration configuration)
    {
        var root = new RootCommand("Noderr: an automated trading system on Kafka")
        {
            KafkaCommand.Create(args),
        };
        var parsed = root.Parse(args);
        var code = await parsed.InvokeAsync(configuration);
        return parsed.Errors.Count > 0 ? BadUsage : code;
    }
}
