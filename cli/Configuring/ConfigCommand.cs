using System.CommandLine;

namespace Noderr.Cli.Configuring;

/// <summary>noderr config: what is set, by whom, and how it is changed while all is running.</summary>
internal static class ConfigCommand
{
    public static Command Create() => new("config", "Check, show and change the configuration; docs/configuration.md says which settings can change at run time")
    {
        ValidateCommand.Create(),
        GetCommand.Create(),
        ChangeCommands.Set(),
        ChangeCommands.Unset(),
        ChangeCommands.Rollback(),
        HistoryCommand.Create(),
    };
}
