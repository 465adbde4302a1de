using System.CommandLine;
using System.Text.Json;
using Noderr.Cli.Kafka.Client;
using Noderr.LocalKafka.Log;

namespace Noderr.Cli.Kafka;

/// <summary>What the commands that look have in common: what can't be done is told in one line with exit code 2.</summary>
internal static class InspectCommand
{
    public const int Cannot = 2;

    public static void SetLook(this Command command, Func<ParseResult, TextWriter, CancellationToken, Task<int>> look) =>
        command.SetAction(async (arguments, cancel) =>
        {
            var (output, error) = (arguments.InvocationConfiguration.Output, arguments.InvocationConfiguration.Error);
            try
            {
                return await look(arguments, output, cancel);
            }
            catch (Exception e) when (e is CannotException or DataFolderException)
            {
                await error.WriteLineAsync($"noderr {NameOf(command)}: {e.Message}");
                return Cannot;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or JsonException)
            {
                await error.WriteLineAsync($"noderr {NameOf(command)}: a file can't be read: {e.Message}");
                return Cannot;
            }
            catch (OperationCanceledException)
            {
                return 0;
            }
        });

    private static string NameOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent and not RootCommand ? $"{parent.Name} {command.Name}" : command.Name;
}
