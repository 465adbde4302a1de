using System.CommandLine;
using System.Text.Json.Nodes;
using Noderr.Cli.Kafka.Client;
using Noderr.Cli.Kafka.Output;
using Noderr.LocalKafka.Inspect;

namespace Noderr.Cli.Kafka;

/// <summary>noderr kafka verify: reads a stopped broker's whole folder and says whether it is sound. Exit code 1: damaged.</summary>
internal static class VerifyCommand
{
    private const int Damaged = 1;

    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "Folder of a stopped broker", DefaultValueFactory = _ => ".data/kafka" };
        var only = new Option<string?>("--topic") { Description = "Check this topic alone" };
        var json = new Option<bool>("--json") { Description = "Print JSON, one finding a line and a summary at the end" };
        var command = new Command("verify", "Check the files of a stopped broker; changes nothing") { data, only, json };
        command.SetLook((arguments, output, _) =>
        {
            using var stored = StoredData.Open(arguments.GetValue(data)!);
            var topic = arguments.GetValue(only);
            if (topic is not null && !stored.Topics.Exists(t => t.Name == topic))
                throw new CannotException($"there is no topic {topic} in {stored.Root}; it has {(stored.Topics.Count == 0 ? "none" : string.Join(", ", stored.Topics.Select(t => t.Name)))}");
            using var progress = ProgressLine.OnTerminal(arguments.InvocationConfiguration.Error);
            var verdict = FolderCheck.Run(stored, topic, progress is null ? null : p => progress.Show($"{Say.Size(p.Done)} of {Say.Size(p.Total)}  {p.Topic}"));
            progress?.Clear();
            if (arguments.GetValue(json)) WriteJson(output, verdict);
            else Write(output, verdict);
            return Task.FromResult(verdict.IsSound ? 0 : Damaged);
        });
        return command;
    }

    private static void Write(TextWriter output, FolderVerdict verdict)
    {
        foreach (var f in verdict.Findings) output.WriteLine($"{(f.Severity == Severity.Damage ? "DAMAGE " : "warning")}  {Place(f)}: {f.Message}");
        var judgement = !verdict.IsSound ? $"DAMAGED, {Say.Count(verdict.Faults, "fault")}" : "sound";
        if (verdict.Warnings > 0) judgement += $", {Say.Count(verdict.Warnings, "warning")}";
        output.WriteLine($"{Say.Count(verdict.Topics, "topic")}, {Say.Count(verdict.Partitions, "partition")}, {Say.Count(verdict.Records, "record")}, {Say.Size(verdict.Bytes)}: {judgement}");
    }

    private static string Place(Finding f) =>
        (f.Partition is { } p ? $"{f.Topic}/{p}" : f.Topic) + (f.File is { } file ? $" {file}" : "") + (f.Position is { } at ? $" byte {at}" : "");

    private static void WriteJson(TextWriter output, FolderVerdict verdict)
    {
        foreach (var f in verdict.Findings)
        {
            JsonText.Write(output, new JsonObject
            {
                ["severity"] = f.Severity == Severity.Damage ? "damage" : "warning",
                ["topic"] = f.Topic,
                ["partition"] = f.Partition,
                ["file"] = f.File,
                ["position"] = f.Position,
                ["message"] = f.Message,
            });
        }
        JsonText.Write(output, new JsonObject
        {
            ["sound"] = verdict.IsSound,
            ["faults"] = verdict.Faults,
            ["warnings"] = verdict.Warnings,
            ["topics"] = verdict.Topics,
            ["partitions"] = verdict.Partitions,
            ["records"] = verdict.Records,
            ["bytes"] = verdict.Bytes,
        });
    }
}
