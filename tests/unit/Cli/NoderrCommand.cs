using System.CommandLine;
using Noderr.Cli;

namespace Noderr.Tests.Unit.Cli;

/// <summary>What a command printed, and its exit code.</summary>
internal sealed record Ran(int Code, string Output, string Error)
{
    public string[] Lines => Output.TrimEnd('\n').Split('\n');
}

internal static class NoderrCommand
{
    public static async Task<Ran> Run(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = await CommandLine.RunAsync(arguments, new InvocationConfiguration { Output = output, Error = error });
        return new Ran(code, output.ToString(), error.ToString());
    }
}
