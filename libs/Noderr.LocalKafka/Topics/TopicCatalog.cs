using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using Noderr.LocalKafka.Log;
using Noderr.LocalKafka.Settings;
using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Topics;

/// <summary>
/// The topics there are. Each lies in a folder named by its id, so that a topic made again under the same name never meets old files;
/// topic.json in it is written last when a topic is made, and the folder is renamed first when it is deleted.
/// </summary>
public sealed class TopicCatalog(DataFolder data, BrokerSettings settings, FlushQueue flushQueue, TimeProvider clock)
{
    private const string Deleted = ".deleted";

    // Each partition costs files, folders and memory; a typo must not cost the machine.
    public const int MaxPartitions = 10_000;

    private readonly ConcurrentDictionary<string, Topic> byName = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Guid, Topic> byId = new();
    private readonly Lock gate = new();

    public ICollection<Topic> All => byName.Values;
    public IEnumerable<PartitionLog> Logs => byName.Values.SelectMany(t => t.Partitions);

    /// <summary>How many more there may be.</summary>
    public int FreePartitions => MaxPartitions - Logs.Count();

    public bool TryGet(string name, [NotNullWhen(true)] out Topic? topic) => byName.TryGetValue(name, out topic);

    public bool TryGet(Guid id, [NotNullWhen(true)] out Topic? topic) => byId.TryGetValue(id, out topic);

    public PartitionLog? Partition(string name, int index) => TryGet(name, out var topic) ? topic.Partition(index) : null;

    public void Load()
    {
        foreach (var folder in Directory.GetDirectories(data.Topics))
        {
            var file = Path.Combine(folder, "topic.json");
            if (folder.EndsWith(Deleted, StringComparison.Ordinal) || !File.Exists(file))
            {
                Directory.Delete(folder, recursive: true);
                continue;
            }
            var found = JsonSerializer.Deserialize(File.ReadAllBytes(file), TopicJson.Default.TopicFile)!;
            Add(Open(found, folder, data.EndedCleanly));
        }
    }

    /// <summary>The name has been checked. Null with an error where the topic can't be made.</summary>
    public (Topic? Topic, ErrorCode Error, string? Message) Create(string name, int partitions, IReadOnlyDictionary<string, string> configs, bool validateOnly = false)
    {
        lock (gate)
        {
            if (byName.ContainsKey(name)) return (null, ErrorCode.TopicAlreadyExists, $"Topic '{name}' already exists.");
            var metricName = TopicName.MetricName(name);
            if (byName.Keys.FirstOrDefault(n => TopicName.MetricName(n) == metricName) is { } other)
                return (null, ErrorCode.InvalidTopic, $"Topic '{name}' collides with existing topic: {other}");
            if (partitions > FreePartitions)
                return (null, ErrorCode.InvalidPartitions, $"LocalKafka holds at most {MaxPartitions} partitions.");
            var file = new TopicFile { Name = name, Id = KafkaUuid.New(), Partitions = partitions, Configs = new(configs) };
            if (validateOnly) return (new Topic(name, file.Id, "", configs, new TopicSettings(configs, settings)), ErrorCode.None, null);
            try
            {
                var folder = Path.Combine(data.Topics, KafkaUuid.Format(file.Id));
                Directory.CreateDirectory(folder);
                var topic = Open(file, folder, clean: true);
                Write(topic, partitions);
                Disk.FlushFolder(data.Topics);
                Add(topic);
                return (topic, ErrorCode.None, null);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return (null, ErrorCode.KafkaStorageError, $"the topic can't be written: {e.Message}");
            }
        }
    }

    public Topic GetOrCreateInternal(string name, IReadOnlyDictionary<string, string> configs)
    {
        if (TryGet(name, out var topic)) return topic;
        var made = Create(name, 1, configs);
        return made.Topic ?? (TryGet(name, out topic) ? topic : throw new IOException(made.Message));
    }

    public void Delete(Topic topic)
    {
        lock (gate)
        {
            if (!byName.TryRemove(topic.Name, out _)) return;
            byId.TryRemove(topic.Id, out _);
            // First of all nobody may write to the folder any more: not retention, not a segment that is being closed.
            foreach (var log in topic.Partitions) log.Abandon();
            var grave = topic.Folder + Deleted;
            Directory.Move(topic.Folder, grave);
            Disk.FlushFolder(data.Topics);
            Directory.Delete(grave, recursive: true);
        }
    }

    public void Grow(Topic topic, int partitions)
    {
        lock (gate)
        {
            List<PartitionLog> more = [.. Enumerable.Range(topic.Partitions.Count, partitions - topic.Partitions.Count).Select(i => OpenLog(topic, i, clean: true))];
            Write(topic, partitions);
            topic.Partitions = [.. topic.Partitions, .. more];
        }
    }

    public void Configure(Topic topic, IReadOnlyDictionary<string, string> configs)
    {
        lock (gate)
        {
            topic.Configs = configs;
            Write(topic, topic.Partitions.Count);
            Apply(topic);
        }
    }

    /// <summary>A broker's setting changed, and with it the defaults of all topics.</summary>
    public void ApplyDefaults()
    {
        lock (gate) foreach (var topic in All) Apply(topic);
    }

    /// <summary>Closes all logs. The folder is clean when each got down all of its state; what could not be written is read again at the next start.</summary>
    public bool Close()
    {
        var clean = true;
        foreach (var log in Logs)
        {
            try
            {
                log.Close();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                clean = false;
            }
        }
        return clean;
    }

    private void Apply(Topic topic)
    {
        topic.Settings = new TopicSettings(topic.Configs, settings);
        foreach (var log in topic.Partitions) log.Change(topic.Settings);
    }

    private Topic Open(TopicFile file, string folder, bool clean)
    {
        var topic = new Topic(file.Name, file.Id, folder, file.Configs, new TopicSettings(file.Configs, settings));
        topic.Partitions = [.. Enumerable.Range(0, file.Partitions).Select(i => OpenLog(topic, i, clean))];
        return topic;
    }

    private PartitionLog OpenLog(Topic topic, int index, bool clean) =>
        PartitionLog.Open(topic.Name, index, Path.Combine(topic.Folder, index.ToString()), topic.Settings, clean, flushQueue, clock);

    private void Add(Topic topic)
    {
        byName[topic.Name] = topic;
        byId[topic.Id] = topic;
    }

    private static void Write(Topic topic, int partitions)
    {
        var file = new TopicFile { Name = topic.Name, Id = topic.Id, Partitions = partitions, Configs = new(topic.Configs) };
        Disk.Replace(Path.Combine(topic.Folder, "topic.json"), JsonSerializer.SerializeToUtf8Bytes(file, TopicJson.Default.TopicFile));
    }

    internal sealed class TopicFile
    {
        public string Name { get; set; } = "";
        public Guid Id { get; set; }
        public int Partitions { get; set; }
        public Dictionary<string, string> Configs { get; set; } = [];
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(TopicCatalog.TopicFile))]
internal sealed partial class TopicJson : JsonSerializerContext;
