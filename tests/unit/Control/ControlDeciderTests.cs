using System.Collections.Immutable;
using Noderr.Control;
using Noderr.Domain.Events;
using Noderr.Domain.Numbers;
using Noderr.Journal.Deciders;

namespace Noderr.Tests.Unit.Control;

public sealed class ControlDeciderTests
{
    private static readonly Timestamp now = new(1_000);
    private readonly Output<ControlEvent> output = new();
    private readonly ControlDecider control = new();

    [Fact]
    public void A_change_is_a_version_and_names_all_that_is_changed()
    {
        Change(0, ("a", "1"));
        Change(1, ("a", "1"), ("b", "2"));
        Assert.Equal([1, 2], control.Versions.Select(v => v.Configuration.Version));
        Assert.Equal("1,2", string.Join(",", control.Configuration.Values.Values));
        Assert.Equal(("ann", "drill"), (control.Versions[0].Actor, control.Versions[0].Text));
    }

    [Fact]
    public void Who_knew_another_version_changes_nothing()
    {
        Change(0, ("a", "1"));
        Change(0, ("a", "2"));
        Assert.Equal("1", Assert.Single(control.Versions).Configuration.Values["a"]);
    }

    [Fact]
    public void What_is_so_already_is_no_version()
    {
        Change(0, ("a", "1"));
        Change(1, ("a", "1"));
        Assert.Single(control.Versions);
    }

    [Fact]
    public void The_newest_hundred_versions_are_kept()
    {
        for (var i = 0; i < 105; i++) Change(i, ("a", $"{i}"));
        Assert.Equal((100, 6, 105), (control.Versions.Count, control.Versions[0].Configuration.Version, control.Versions[^1].Configuration.Version));
    }

    [Fact]
    public void An_alert_is_raised_once_for_each_source()
    {
        foreach (var (source, number) in new[] { ("x", 0), ("x", 0), ("y", 0), ("x", 1), ("x", 0) }) Raise(source, number);
        Assert.Equal(["x0", "y0", "x1"], control.Alerts.Select(a => $"{a.Alert.Source}{a.Alert.Number}"));
    }

    [Fact]
    public void A_snapshot_holds_all_of_it()
    {
        Change(0, ("a", "1"));
        Change(1, ("a", "1"), ("b", "2"));
        Raise("x", 3);
        var saved = new StateWriter();
        control.Save(saved);
        var state = new StateReader(saved.Written);
        var restored = new ControlDecider();
        restored.Load(ref state);
        Assert.True(state.IsAtEnd);
        Assert.Equal(control.Versions, restored.Versions);
        Assert.Equal(control.Alerts, restored.Alerts);
        var again = new StateWriter();
        restored.Save(again);
        Assert.Equal(saved.Hash, again.Hash);
    }

    private void Change(long known, params (string Name, string Value)[] values)
    {
        control.Decide(new ConfigurationCommand(known, Configuration.None.Values.AddRange(values.Select(v => KeyValuePair.Create(v.Name, v.Value))), "ann", "drill"), now, output);
        Evolve();
    }

    private void Raise(string source, long number)
    {
        control.Decide(new AlertCommand(new Alert("warning", source, number), "look"), now, output);
        Evolve();
    }

    private void Evolve()
    {
        foreach (var said in output.Said) control.Evolve(said, now);
        output.Clear();
    }
}
