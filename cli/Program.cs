using System.CommandLine;
using Noderr.Cli;

return await CommandLine.RunAsync(args, new InvocationConfiguration { ProcessTerminationTimeout = null });
