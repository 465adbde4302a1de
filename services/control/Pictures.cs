using System.Text.Json;
using Noderr.Domain.Events;
using Noderr.Hosting.Journals;

namespace Noderr.Control;

/// <summary>How everything stands, for whoever watches: drawn four times a second at the most, however many look.</summary>
internal sealed class Pictures(Blotter blotter, ShardOwner<ControlEvent> control, KillSwitchApi killSwitch)
{
    public static readonly TimeSpan Between = TimeSpan.FromMilliseconds(250);
    private const int Scope = 0, NewestOrders = 40, NewestAlerts = 5;

    private readonly Lock gate = new();
    private byte[] drawn = [];
    private long drawnAt;

    public ReadOnlyMemory<byte> Newest()
    {
        lock (gate)
        {
            if (drawn.Length == 0 || TimeProvider.System.GetElapsedTime(drawnAt) >= Between / 2) (drawn, drawnAt) = (Draw(), TimeProvider.System.GetTimestamp());
            return drawn;
        }
    }

    public object[] Alerts() => control.Look(Scope, (ControlDecider c) => c.Alerts.Reverse().Select(a => (object)new
    {
        at = a.At.ToString(),
        severity = a.Alert.Severity,
        text = a.Text,
        source = a.Alert.Source,
        number = a.Alert.Number,
    }).ToArray()) ?? [];

    private byte[] Draw() => JsonSerializer.SerializeToUtf8Bytes(new
    {
        totals = blotter.Status(),
        halted = killSwitch.IsAnyHalted(),
        alerts = Alerts().Take(NewestAlerts),
        prices = blotter.Prices(),
        positions = blotter.Positions(),
        orders = blotter.Orders(NewestOrders).Select(o => new
        {
            o.Order,
            o.Strategy,
            o.Instrument,
            o.Side,
            o.Quantity,
            o.Limit,
            o.State,
            o.Filled,
            o.Reason,
            at = o.Created.ToDateTimeOffset().ToString("HH:mm:ss.fff"),
        }),
    }, JsonSerializerOptions.Web);
}
