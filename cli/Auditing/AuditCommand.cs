using System.CommandLine;
using System.Text.Json.Nodes;
using Confluent.Kafka;
using Noderr.Cli.Kafka.Client;
using Noderr.Cli.Kafka.Output;
using Noderr.Compliance;

namespace Noderr.Cli.Auditing;

/// <summary>noderr audit: whether the journals are what was once sealed.</summary>
internal static class AuditCommand
{
    private const int Intact = 0, Broken = 1, Cannot = 2;

    public static Command Create() => new("audit", "Check what is on record") { Verify() };

    private static Command Verify()
    {
        var bootstrap = new Option<string>("--bootstrap") { Description = "host:port of a broker, or several with commas", DefaultValueFactory = _ => "127.0.0.1:9092" };
        var prefix = new Option<string>("--prefix") { Description = "What the names of the journals' topics begin with", DefaultValueFactory = _ => "noderr." };
        var json = new Option<bool>("--json") { Description = "Print JSON, one partition a line and a summary at the end" };
        var command = new Command("verify", "Compute all seals again; exit code 0 intact, 1 broken, 2 cannot run") { bootstrap, prefix, json };
        command.SetAction((arguments, cancel) => Task.Run(() => Run(
            arguments.InvocationConfiguration, arguments.GetValue(bootstrap)!, arguments.GetValue(prefix)!, arguments.GetValue(json), cancel), CancellationToken.None));
        return command;
    }

    private static int Run(InvocationConfiguration io, string bootstrap, string prefix, bool json, CancellationToken cancel)
    {
        using var progress = ProgressLine.OnTerminal(io.Error);
        try
        {
            var audit = new JournalAudit(bootstrap, prefix) { Progress = (at, offset, end) => progress?.Show($"{at}: {Say.Number(offset)} of {Say.Number(end)}") };
            var verdicts = new List<ChainVerdict>();
            foreach (var verdict in audit.Run(cancel))
            {
                progress?.Clear();
                verdicts.Add(verdict);
                if (json) JsonText.Write(io.Output, Json(verdict));
                else io.Output.WriteLine(Line(verdict));
            }
            if (json) JsonText.Write(io.Output, Summary(verdicts));
            else io.Output.WriteLine(LastLine(verdicts));
            return verdicts.TrueForAll(v => v.IsIntact) ? Intact : Broken;
        }
        catch (Exception e) when (e is CannotException or KafkaException or OperationCanceledException)
        {
            progress?.Clear();
            io.Error.WriteLine($"noderr audit verify: {(e is OperationCanceledException ? "stopped before the end" : e.Message)}");
            return Cannot;
        }
    }

    private static string Line(ChainVerdict v)
    {
        var at = $"{v.Journal}/{v.Partition}";
        if (v.Finding is { } f) return $"{at}  BROKEN at offset {f.Offset}: {f.Text}";
        var proved = v.From is { } from ? $"{Say.Count(v.Proved, "record")} from offset {from}" : "nothing to prove";
        if (v.Unprovable > 0) proved += $", {v.Unprovable} before it belong to a stretch whose beginning is deleted";
        return $"{at}  intact: {proved}{(v.Unsealed > 0 ? $", {v.Unsealed} not sealed yet" : "")}";
    }

    private static string LastLine(List<ChainVerdict> verdicts)
    {
        var broken = verdicts.Count(v => !v.IsIntact);
        var judgement = broken == 0 ? "intact" : $"BROKEN, {Say.Count(broken, "partition")}";
        return $"{Say.Count(verdicts.Sum(v => v.Proved), "record")} proved by {Say.Count(verdicts.Sum(v => v.Seals), "seal")}: {judgement}";
    }

    private static JsonObject Summary(List<ChainVerdict> verdicts) => new()
    {
        ["intact"] = verdicts.TrueForAll(v => v.IsIntact),
        ["partitions"] = verdicts.Count,
        ["broken"] = verdicts.Count(v => !v.IsIntact),
        ["proved"] = verdicts.Sum(v => v.Proved),
        ["unsealed"] = verdicts.Sum(v => v.Unsealed),
    };

    private static JsonObject Json(ChainVerdict v) => new()
    {
        ["journal"] = v.Journal,
        ["partition"] = v.Partition,
        ["intact"] = v.IsIntact,
        ["from"] = v.From,
        ["proved"] = v.Proved,
        ["unprovable"] = v.Unprovable,
        ["unsealed"] = v.Unsealed,
        ["seals"] = v.Seals,
        ["head"] = v.Head?.ToString(),
        ["fault"] = v.Finding?.Fault.ToString(),
        ["offset"] = v.Finding?.Offset,
        ["lastOffset"] = v.Finding?.LastOffset,
        ["text"] = v.Finding?.Text,
    };
}
