using System.Text.Json;
using Noderr.LocalKafka.Log;
using Noderr.LocalKafka.Topics;

namespace Noderr.LocalKafka.Inspect;

/// <summary>
/// A stopped broker's folder, read and never written. The lock is shared: several readers may look at once, and a broker that starts
/// meanwhile is told that the folder is in use.
/// </summary>
public sealed class StoredData : IDisposable
{
    private readonly FileStream? mutex;

    private StoredData(string root, FileStream? mutex)
    {
        (Root, this.mutex) = (root, mutex);
        EndedCleanly = File.Exists(Path.Combine(root, "clean"));
        foreach (var folder in Directory.GetDirectories(Path.Combine(root, "topics")).Order(StringComparer.Ordinal)) Add(folder);
        Topics.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
    }

    public string Root { get; }
    public bool EndedCleanly { get; }
    public List<StoredTopic> Topics { get; } = [];

    /// <summary>What is wrong with the folders of topics themselves.</summary>
    public List<Finding> Findings { get; } = [];

    public static StoredData Open(string path)
    {
        path = Path.GetFullPath(path);
        if (!Directory.Exists(path)) throw new DataFolderException($"there is no folder {path}: give the broker's data folder with --data.");
        var version = Path.Combine(path, "version");
        if (!File.Exists(version) || !Directory.Exists(Path.Combine(path, "topics")))
            throw new DataFolderException($"{path} is not a LocalKafka folder (no version file and topics in it): give the broker's data folder with --data.");
        var found = File.ReadAllText(version).Trim();
        if (found != DataFolder.Version)
            throw new DataFolderException($"{path} was written as '{found}', this program reads '{DataFolder.Version}': use the program that wrote it.");
        var mutex = Share(path);
        try
        {
            return new StoredData(path, mutex);
        }
        catch
        {
            mutex?.Dispose();
            throw;
        }
    }

    public void Dispose() => mutex?.Dispose();

    // A copy of a folder may come without the lock, and then nobody holds it.
    private static FileStream? Share(string path)
    {
        var file = Path.Combine(path, "lock");
        if (!File.Exists(file)) return null;
        try
        {
            return new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (IOException)
        {
            throw new DataFolderException($"a broker is running on {path}: stop it first, or look at it from outside with --bootstrap.");
        }
    }

    private void Add(string folder)
    {
        var file = Path.Combine(folder, "topic.json");
        var name = Path.GetFileName(folder);
        if (folder.EndsWith(".deleted", StringComparison.Ordinal) || !File.Exists(file))
        {
            Findings.Add(Finding.Warn(name, "left over from making or deleting a topic: removed at the next start"));
            return;
        }
        try
        {
            var topic = JsonSerializer.Deserialize(File.ReadAllBytes(file), TopicJson.Default.TopicFile) ?? throw new JsonException("it is null");
            Topics.Add(new StoredTopic(topic.Name, topic.Id, folder, topic.Partitions, topic.Configs));
        }
        catch (JsonException e)
        {
            Findings.Add(Finding.Damage(name, $"it can't be read: {e.Message}") with { File = "topic.json" });
        }
    }
}

public sealed record StoredTopic(string Name, Guid Id, string Folder, int PartitionCount, IReadOnlyDictionary<string, string> Configs)
{
    public StoredPartition Partition(int index) => new(Name, index, Path.Combine(Folder, index.ToString()));
}
