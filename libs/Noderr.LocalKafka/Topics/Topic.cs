using Noderr.LocalKafka.Log;
using Noderr.LocalKafka.Settings;

namespace Noderr.LocalKafka.Topics;

/// <summary>A topic: its id, its partitions and the settings that differ from the broker's.</summary>
public sealed class Topic(string name, Guid id, string folder, IReadOnlyDictionary<string, string> configs, TopicSettings settings)
{
    public string Name { get; } = name;
    public Guid Id { get; } = id;
    public string Folder { get; } = folder;
    public IReadOnlyDictionary<string, string> Configs { get; internal set; } = configs;
    public TopicSettings Settings { get; internal set; } = settings;
    public IReadOnlyList<PartitionLog> Partitions { get; internal set; } = [];
    public bool IsInternal => TopicName.IsInternal(Name);

    public PartitionLog? Partition(int index) => index >= 0 && index < Partitions.Count ? Partitions[index] : null;
}
