using Noderr.Hosting;
using Noderr.Hosting.Configuration;

namespace Noderr.Cli.Running;

/// <summary>A service as it can be hosted anywhere: its name, what it is made of, and the settings it has of its own.</summary>
internal sealed record HostedService(string Name, Action<NoderrService> Build, Section[] Sections)
{
    /// <summary>In the order of their start: what others call stands first.</summary>
    public static readonly IReadOnlyList<HostedService> All =
    [
        new("venue", Venues.Paper.Composition.Build, Venues.Paper.Composition.Sections),
        new("control", Control.Composition.Build, Control.Composition.Sections),
        new("risk", Risk.Composition.Build, Risk.Composition.Sections),
        new("executor", Executor.Composition.Build, Executor.Composition.Sections),
        new("router", Router.Composition.Build, Router.Composition.Sections),
        new("strategy", Strategy.Composition.Build, Strategy.Composition.Sections),
        new("feature", Feature.Composition.Build, Feature.Composition.Sections),
        new("compliance", Compliance.Composition.Build, Compliance.Composition.Sections),
        new("chaos", Chaos.Composition.Build, Chaos.Composition.Sections),
        new("trainer", Trainer.Composition.Build, Trainer.Composition.Sections),
        new("ingest", Ingest.Composition.Build, Ingest.Composition.Sections),
    ];
}
