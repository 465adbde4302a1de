using System.CommandLine;
using Noderr.Cli.Auditing;
using Noderr.Cli.Backtesting;
using Noderr.Cli.Configuring;
using Noderr.Cli.Costing;
using Noderr.Cli.Doctoring;
using Noderr.Cli.Kafka;
using Noderr.Cli.Matching;
using Noderr.Cli.Ordering;
using Noderr.Cli.Replaying;
using Noderr.Cli.Running;
using Noderr.Cli.Status;

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
        // What only other commands need is not loaded when the broker starts.
        if (args is not ["kafka", ..])
        {
            root.Add(RunCommand.Create());
            root.Add(ReplayCommand.Create());
            root.Add(StatusCommand.Create());
            root.Add(WhyCommand.Create());
            root.Add(OrdersCommand.Create());
            root.Add(AuditCommand.Create());
            root.Add(TcaCommand.Create());
            root.Add(BacktestCommand.Create());
            root.Add(MatchCommand.Create());
            root.Add(ConfigCommand.Create());
            root.Add(DoctorCommand.Create());
        }
        var parsed = root.Parse(args);
        var code = await parsed.InvokeAsync(configuration);
        return parsed.Errors.Count > 0 ? BadUsage : code;
    }
}
