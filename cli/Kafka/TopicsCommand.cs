using System.CommandLine;
using System.Text.Json.Nodes;
using Noderr.Cli.Kafka.Client;
using Noderr.Cli.Kafka.Output;

namespace Noderr.Cli.Kafka;

/// <summary>noderr kafka topics: what topics a cluster has, or one of them in detail.</summary>
internal static class TopicsCommand
{
    public static Command Create()
    {
        var name = new Argument<string?>("name") { Description = "Show this topic in detail", Arity = ArgumentArity.ZeroOrOne };
        var json = new Option<bool>("--json") { Description = "Print JSON, one topic a line" };
        var all = new Option<bool>("--all") { Description = "Also topics that Kafka and the registry keep for themselves" };
        var command = new Command("topics", "List the topics of a cluster, or describe one") { name, json, all };
        var cluster = ClusterOptions.AddTo(command);
        command.SetLook(async (arguments, output, cancel) =>
        {
            using var opened = await cluster.OpenAsync(arguments, cancel);
            var asked = arguments.GetValue(name);
            var topics = await TopicFacts.ReadAsync(opened, asked);
            if (arguments.GetValue(json)) WriteJson(output, asked is null && !arguments.GetValue(all) ? topics.Where(t => !t.IsPrivate) : topics, asked is not null);
            else if (asked is null) WriteList(output, topics, arguments.GetValue(all));
            else WriteDetail(output, topics[0]);
            return 0;
        });
        return command;
    }

    private static void WriteList(TextWriter output, List<TopicFacts> topics, bool all)
    {
        var shown = topics.Where(t => all || !t.IsPrivate).ToList();
        var table = new Table("TOPIC", ">PARTITIONS", ">FIRST", ">NEXT", ">RECORDS", ">SIZE", "CLEANUP", "STATE");
        foreach (var t in shown)
            table.Add(t.Name, Say.Number(t.Partitions.Count), Say.Number(t.First), Say.Number(t.Next), Say.Number(t.Records), Say.Size(t.Bytes), t.CleanupPolicy ?? Say.Unknown, t.State);
        if (table.Count > 0) table.Write(output);
        else output.WriteLine("no topics yet");
        if (shown.Count < topics.Count) output.WriteLine($"({topics.Count - shown.Count} more that Kafka and the registry keep for themselves: --all)");
    }

    private static void WriteDetail(TextWriter output, TopicFacts topic)
    {
        output.WriteLine($"{topic.Name}: {Say.Count(topic.Partitions.Count, "partition")}, {(topic.Records is { } n ? Say.Count(n, "record") : "records unknown")}, {Say.Size(topic.Bytes)}");
        output.WriteLine();
        var table = new Table(">PARTITION", ">LEADER", ">EPOCH", ">FIRST", ">NEXT", ">RECORDS", ">SIZE", "STATE");
        foreach (var p in topic.Partitions)
            table.Add(p.Index.ToString(), p.Leader < 0 ? Say.Unknown : p.Leader.ToString(), p.Epoch < 0 ? Say.Unknown : p.Epoch.ToString(), Say.Number(p.First), Say.Number(p.Next), Say.Number(p.Records), Say.Size(p.Bytes), p.State);
        table.Write(output);
        output.WriteLine();
        if (topic.Settings is not { Count: > 0 } settings)
        {
            output.WriteLine(topic.Settings is null ? "settings: not readable with this login" : "all settings have their defaults");
            return;
        }
        output.WriteLine("settings that differ from the defaults:");
        foreach (var s in settings) output.WriteLine($"  {s.Name} = {s.Value} ({s.From})");
    }

    private static void WriteJson(TextWriter output, IEnumerable<TopicFacts> topics, bool detail)
    {
        foreach (var t in topics)
        {
            var topic = new JsonObject
            {
                ["name"] = t.Name,
                ["internal"] = t.IsPrivate,
                ["partitions"] = t.Partitions.Count,
                ["first"] = t.First,
                ["next"] = t.Next,
                ["records"] = t.Records,
                ["bytes"] = t.Bytes,
                ["cleanupPolicy"] = t.CleanupPolicy,
                ["state"] = t.State,
            };
            if (detail) AddDetail(topic, t);
            JsonText.Write(output, topic);
        }
    }

    private static void AddDetail(JsonObject topic, TopicFacts facts)
    {
        topic["partitions"] = JsonText.Array(facts.Partitions, p => new JsonObject
        {
            ["partition"] = p.Index,
            ["leader"] = p.Leader,
            ["leaderEpoch"] = p.Epoch,
            ["first"] = p.First,
            ["next"] = p.Next,
            ["records"] = p.Records,
            ["bytes"] = p.Bytes,
            ["state"] = p.State,
        });
        topic["settings"] = facts.Settings is null ? null : new JsonObject(facts.Settings.Select(s => KeyValuePair.Create(s.Name, (JsonNode?)s.Value)));
    }
}
