using System.CommandLine;
using System.Text.Json.Nodes;
using Noderr.Cli.Kafka.Client;
using Noderr.Cli.Kafka.Output;

namespace Noderr.Cli.Kafka;

/// <summary>noderr kafka groups: who consumes, and how far behind.</summary>
internal static class GroupsCommand
{
    public static Command Create()
    {
        var name = new Argument<string?>("name") { Description = "Show this group's members and offsets", Arity = ArgumentArity.ZeroOrOne };
        var json = new Option<bool>("--json") { Description = "Print JSON, one group a line" };
        var command = new Command("groups", "List the consumer groups of a cluster, or describe one") { name, json };
        var cluster = ClusterOptions.AddTo(command);
        command.SetLook(async (arguments, output, cancel) =>
        {
            using var opened = await cluster.OpenAsync(arguments, cancel);
            var asked = arguments.GetValue(name);
            var groups = await GroupFacts.ReadAsync(opened, asked);
            if (arguments.GetValue(json)) foreach (var group in groups) JsonText.Write(output, Json(group, asked is not null));
            else if (asked is null) WriteList(output, groups);
            else WriteDetail(output, groups[0]);
            return 0;
        });
        return command;
    }

    private static void WriteList(TextWriter output, List<GroupFacts> groups)
    {
        if (groups.Count == 0)
        {
            output.WriteLine("no groups yet");
            return;
        }
        var table = new Table("GROUP", "STATE", "PROTOCOL", ">MEMBERS", ">PARTITIONS", ">LAG");
        foreach (var g in groups) table.Add(Bytes.Escape(g.Name), g.State, Protocol(g), Say.Number(g.MemberCount), Say.Number(g.Offsets.Count), Say.Number(g.Lag));
        table.Write(output);
    }

    private static void WriteDetail(TextWriter output, GroupFacts group)
    {
        output.WriteLine($"{Bytes.Escape(group.Name)}: {group.State}, {Protocol(group)}, coordinator {group.Coordinator}, {(group.MemberCount is { } n ? Say.Count(n, "member") : "members not shown")}, lag {Say.Number(group.Lag)}");
        if (group.Members.Count > 0)
        {
            output.WriteLine();
            var members = new Table("CLIENT", "HOST", "MEMBER", "ASSIGNMENT");
            foreach (var m in group.Members) members.Add(Bytes.Escape(m.ClientId), Bytes.Escape(m.Host), Bytes.Escape(m.InstanceId ?? m.Id), Assignment(m));
            members.Write(output);
        }
        output.WriteLine();
        if (group.Offsets.Count == 0)
        {
            output.WriteLine("no offsets committed, and no partitions assigned");
            return;
        }
        var table = new Table("TOPIC", ">PARTITION", ">COMMITTED", ">END", ">LAG", "CLIENT");
        foreach (var o in group.Offsets)
        {
            var reader = group.Members.FirstOrDefault(m => m.Assignment.Contains(o.Partition));
            table.Add(o.Partition.Topic, o.Partition.Partition.ToString(), Say.Number(o.Committed), Say.Number(o.End), Say.Number(o.Lag), reader is null ? Say.Unknown : Bytes.Escape(reader.ClientId));
        }
        table.Write(output);
    }

    private static string Protocol(GroupFacts group) =>
        group.Protocol.Length == 0 ? (group.ProtocolType.Length == 0 ? Say.Unknown : group.ProtocolType) : $"{group.ProtocolType}/{group.Protocol}";

    private static string Assignment(MemberFacts member) =>
        member.Assignment.Count == 0 ? Say.Unknown
        : string.Join(", ", member.Assignment.GroupBy(a => a.Topic).Select(t => $"{t.Key}[{string.Join(",", t.Select(p => p.Partition).Order())}]"));

    private static JsonObject Json(GroupFacts g, bool detail)
    {
        var group = new JsonObject
        {
            ["group"] = g.Name,
            ["state"] = g.State,
            ["protocolType"] = g.ProtocolType,
            ["protocol"] = g.Protocol,
            ["coordinator"] = g.Coordinator,
            ["members"] = g.MemberCount,
            ["lag"] = g.Lag,
        };
        if (!detail) return group;
        group["members"] = JsonText.Array(g.Members, m => new JsonObject
        {
            ["memberId"] = m.Id,
            ["instanceId"] = m.InstanceId,
            ["clientId"] = m.ClientId,
            ["host"] = m.Host,
            ["assignment"] = JsonText.Array(m.Assignment, a => new JsonObject { ["topic"] = a.Topic, ["partition"] = a.Partition }),
        });
        group["offsets"] = JsonText.Array(g.Offsets, o => new JsonObject
        {
            ["topic"] = o.Partition.Topic,
            ["partition"] = o.Partition.Partition,
            ["committed"] = o.Committed,
            ["end"] = o.End,
            ["lag"] = o.Lag,
            ["metadata"] = o.Metadata,
        });
        return group;
    }
}
