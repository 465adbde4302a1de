using System.CommandLine;

namespace Noderr.Cli.Ordering;

/// <summary>noderr orders: orders by hand.</summary>
internal static class OrdersCommand
{
    public static Command Create() => new("orders", "Give orders by hand, change them, take them back, list them")
    {
        SubmitCommand.Create(),
        GroupCommand.Create(),
        AmendCommand.Create(),
        PauseCommand.Create("pause", "Let an order that is worked stand still"),
        PauseCommand.Create("resume", "Let an order that stands still go on"),
        CancelCommand.Create(),
        ListCommand.Create(),
    };
}
