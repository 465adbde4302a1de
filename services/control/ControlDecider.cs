using System.Collections.Immutable;
using Noderr.Domain.Events;
using Noderr.Domain.Numbers;
using Noderr.Journal.Deciders;

namespace Noderr.Control;

/// <summary>What an operator wants. <see cref="Book"/> is -1 for all books.</summary>
public readonly record struct ControlCommand(ControlKind Kind, int Book, string Actor, string Reason);

/// <summary>All settings that are to be changed at run time, by somebody who knew the version that is named.</summary>
public readonly record struct ConfigurationCommand(long Known, ImmutableSortedDictionary<string, string> Values, string Actor, string Reason);

/// <summary>Something that somebody has to look at.</summary>
public readonly record struct AlertCommand(Alert Alert, string Text);

/// <summary>What somebody wants of an order.</summary>
public readonly record struct OrderCommand(ControlKind Kind, int Book, string Actor, OrderRequest Request);

/// <summary>Orders that somebody wants to belong together.</summary>
public readonly record struct GroupCommand(int Book, string Actor, OrderGroupRequest Group);

/// <summary>Puts on record what operators decide and must hear of. What is so already is not said again.</summary>
public sealed class ControlDecider
    : Decider<ControlEvent>, IAnswers<ControlCommand, ControlEvent>, IAnswers<ConfigurationCommand, ControlEvent>, IAnswers<AlertCommand, ControlEvent>, IAnswers<OrderCommand, ControlEvent>,
        IAnswers<GroupCommand, ControlEvent>
{
    private const int VersionsKept = 100, AlertsKept = 100, OrdersKept = 10_000;

    private readonly SortedSet<int> halted = [];
    private readonly List<ControlEvent> versions = [];
    private readonly List<ControlEvent> alerts = [];
    private readonly HashSet<UInt128> ordered = [];
    private readonly Queue<UInt128> oldestOrders = new();
    private readonly SortedDictionary<string, long> told = new(StringComparer.Ordinal);

    public Configuration Configuration => versions.Count > 0 ? versions[^1].Configuration : Configuration.None;

    /// <summary>The newest changes of the configuration, the oldest first.</summary>
    public IReadOnlyList<ControlEvent> Versions => versions;

    /// <summary>The newest alerts, the oldest first.</summary>
    public IReadOnlyList<ControlEvent> Alerts => alerts;

    public bool IsHalted(int book) => halted.Contains(-1) || halted.Contains(book);

    public void Decide(in ControlCommand request, Timestamp now, Output<ControlEvent> output)
    {
        if (request.Kind == ControlKind.KillSwitchOn == halted.Contains(request.Book)) return;
        output.Say(new ControlEvent(request.Kind, request.Book, request.Actor, request.Reason, now));
    }

    public void Decide(in ConfigurationCommand request, Timestamp now, Output<ControlEvent> output)
    {
        if (request.Known != Configuration.Version || request.Values.SequenceEqual(Configuration.Values)) return;
        output.Say(new ControlEvent(ControlKind.ConfigurationChanged, -1, request.Actor, request.Reason, now) { Configuration = new Configuration(request.Known + 1, request.Values) });
    }

    public void Decide(in AlertCommand request, Timestamp now, Output<ControlEvent> output)
    {
        if (told.TryGetValue(request.Alert.Source, out var last) && request.Alert.Number <= last) return;
        output.Say(new ControlEvent(ControlKind.AlertRaised, -1, "", request.Text, now) { Alert = request.Alert });
    }

    /// <summary>An order that is asked for twice is one order.</summary>
    public void Decide(in OrderCommand request, Timestamp now, Output<ControlEvent> output)
    {
        if (request.Kind == ControlKind.OrderAsked && ordered.Contains(request.Request.Order.Value)) return;
        output.Say(new ControlEvent(request.Kind, request.Book, request.Actor, "", now) { Request = request.Request });
    }

    public void Decide(in GroupCommand request, Timestamp now, Output<ControlEvent> output)
    {
        if (!ordered.Contains(request.Group.Group.Value)) output.Say(new ControlEvent(ControlKind.GroupAsked, request.Book, request.Actor, "", now) { Group = request.Group });
    }

    public override void Evolve(in ControlEvent said, Timestamp now)
    {
        switch (said.Kind)
        {
            case ControlKind.KillSwitchOn: halted.Add(said.Book); break;
            case ControlKind.KillSwitchOff: halted.Remove(said.Book); break;
            case ControlKind.ConfigurationChanged: Keep(versions, said, VersionsKept); break;
            case ControlKind.OrderAsked:
                Remember(said.Request!.Order.Value);
                break;
            case ControlKind.GroupAsked:
                Remember(said.Group!.Group.Value);
                break;
            case ControlKind.AlertRaised:
                told[said.Alert.Source] = said.Alert.Number;
                Keep(alerts, said, AlertsKept);
                break;
        }
    }

    public override void Save(StateWriter state)
    {
        state.Int64(halted.Count);
        foreach (var book in halted) state.Int32(book);
        state.Int64(versions.Count);
        foreach (var v in versions)
        {
            state.Int64(v.Configuration.Version).Text(v.Actor).Text(v.Text).Int64(v.At.Nanoseconds).Int64(v.Configuration.Values.Count);
            foreach (var (name, text) in v.Configuration.Values) state.Text(name).Text(text);
        }
        state.Int64(alerts.Count);
        foreach (var a in alerts) state.Text(a.Alert.Severity).Text(a.Alert.Source).Int64(a.Alert.Number).Text(a.Text).Int64(a.At.Nanoseconds);
        state.Int64(told.Count);
        foreach (var (source, number) in told) state.Text(source).Int64(number);
        state.Int64(oldestOrders.Count);
        foreach (var order in oldestOrders) state.UInt128(order);
    }

    public override void Load(ref StateReader state)
    {
        for (var left = state.Int64(); left > 0; left--) halted.Add(state.Int32());
        for (var left = state.Int64(); left > 0; left--) versions.Add(LoadVersion(ref state));
        for (var left = state.Int64(); left > 0; left--)
        {
            var alert = new Alert(state.Text(), state.Text(), state.Int64());
            alerts.Add(new ControlEvent(ControlKind.AlertRaised, -1, "", state.Text(), new(state.Int64())) { Alert = alert });
        }
        for (var left = state.Int64(); left > 0; left--) told[state.Text()] = state.Int64();
        for (var left = state.Int64(); left > 0; left--) Remember(state.UInt128());
    }

    private void Remember(UInt128 order)
    {
        if (!ordered.Add(order)) return;
        oldestOrders.Enqueue(order);
        if (oldestOrders.Count > OrdersKept) ordered.Remove(oldestOrders.Dequeue());
    }

    private static ControlEvent LoadVersion(ref StateReader state)
    {
        var (version, actor, reason, at) = (state.Int64(), state.Text(), state.Text(), new Timestamp(state.Int64()));
        var values = Configuration.None.Values;
        for (var left = state.Int64(); left > 0; left--) values = values.Add(state.Text(), state.Text());
        return new ControlEvent(ControlKind.ConfigurationChanged, -1, actor, reason, at) { Configuration = new Configuration(version, values) };
    }

    private static void Keep(List<ControlEvent> list, in ControlEvent said, int most)
    {
        list.Add(said);
        if (list.Count > most) list.RemoveAt(0);
    }
}
