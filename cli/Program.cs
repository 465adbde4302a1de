using System.CommandLine;
using Noderr.Cli.Kafka;

var root = new RootCommand("Noderr: an automated trading system on Kafka")
{
    KafkaCommand.Create(),
};
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
