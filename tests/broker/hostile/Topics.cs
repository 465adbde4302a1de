using Noderr.Tests.Broker.Kit;

namespace Noderr.Tests.Broker.Hostile;

/// <summary>The few calls of an admin client that this test needs.</summary>
public static class Topics
{
    private const short CreateTopics = 19, DeleteTopics = 20, Metadata = 3, ListGroups = 16, DeleteGroups = 42, AlreadyExists = 36;

    public static void Create(WireClient client, string name, params (string Name, string Value)[] settings)
    {
        var answer = client.Ask(CreateTopics, 2, w =>
        {
            w.Int32(1).Text(name).Int32(1).Int16(1).Int32(0).Int32(settings.Length);
            foreach (var setting in settings)
                w.Text(setting.Name).Text(setting.Value);
            w.Int32(10_000).Int8(0);
        });
        answer.Int32();
        answer.Int32();
        answer.Text();
        if (answer.Int16() is not (0 or AlreadyExists) and var error)
            throw new BrokerException($"{name} is not made: error {error}, {answer.Text()}");
    }

    public static void Delete(WireClient client, IReadOnlyCollection<string> names)
    {
        client.Ask(DeleteTopics, 1, w =>
        {
            w.Int32(names.Count);
            foreach (var name in names)
                w.Text(name);
            w.Int32(10_000);
        });
    }

    /// <summary>Names and partition counts of all topics but the broker's own.</summary>
    public static List<(string Name, int Partitions)> List(WireClient client)
    {
        var answer = client.Ask(Metadata, 1, w => w.Int32(-1));
        for (var brokers = answer.Int32(); brokers > 0; brokers--)
        {
            answer.Int32();
            answer.Text();
            answer.Int32();
            answer.Text();
        }
        answer.Int32();
        var topics = new List<(string, int)>();
        for (var left = answer.Int32(); left > 0; left--)
        {
            answer.Int16();
            var (name, isInternal) = (answer.Text()!, answer.Int8() != 0);
            var partitions = answer.Int32();
            for (var i = 0; i < partitions; i++)
            {
                answer.Int16();
                answer.Int32();
                answer.Int32();
                SkipInt32s(answer);
                SkipInt32s(answer);
            }
            if (!isInternal)
                topics.Add((name, partitions));
        }
        return topics;
    }

    public static List<string> Groups(WireClient client)
    {
        var answer = client.Ask(ListGroups, 1, _ => { });
        answer.Int32();
        answer.Int16();
        var groups = new List<string>();
        for (var left = answer.Int32(); left > 0; left--)
        {
            groups.Add(answer.Text()!);
            answer.Text();
        }
        return groups;
    }

    public static void DeleteAll(WireClient client, IReadOnlyCollection<string> groups) => client.Ask(DeleteGroups, 1, w =>
    {
        w.Int32(groups.Count);
        foreach (var group in groups)
            w.Text(group);
    });

    private static void SkipInt32s(FrameReader answer)
    {
        for (var left = answer.Int32(); left > 0; left--)
            answer.Int32();
    }
}
