using System.Text.Json;
using System.Text.Json.Serialization;
using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Log;

/// <summary>The folder can't be used as it is; the message says what to do.</summary>
public sealed class DataFolderException(string message) : Exception(message);

/// <summary>
/// The broker's folder: one instance at a time, of one version of the layout, with the cluster's identity and the blocks of producer ids
/// in a small file. It says whether the last instance ended cleanly; the mark is taken away as soon as a new one begins.
/// </summary>
public sealed class DataFolder : IDisposable
{
    public const string Version = "noderr-localkafka 1";
    private const int ProducerIdBlock = 1000;
    private const int ReadOnlyFileSystem = 30; // EROFS

    private readonly FileStream mutex;
    private readonly Lock gate = new();
    private readonly Identity identity;
    private long nextProducerId;

    private DataFolder(string path, FileStream mutex, Identity identity, bool clean)
    {
        (Root, this.mutex, this.identity, EndedCleanly) = (path, mutex, identity, clean);
        nextProducerId = identity.NextProducerIdBlock;
    }

    public string Root { get; }
    public string Topics => Path.Combine(Root, "topics");
    public bool EndedCleanly { get; }
    public string ClusterId => identity.ClusterId;

    public static DataFolder Open(string path)
    {
        path = Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(Path.Combine(path, "topics"));
            var mutex = Lock(path);
            try
            {
                CheckVersion(path);
                var identity = ReadIdentity(path);
                var clean = File.Exists(CleanMark(path));
                File.Delete(CleanMark(path));
                Disk.FlushFolder(path);
                return new DataFolder(path, mutex, identity, clean);
            }
            catch
            {
                mutex.Dispose();
                throw;
            }
        }
        catch (Exception e) when (e is UnauthorizedAccessException || (e is IOException and not FileNotFoundException))
        {
            throw new DataFolderException($"can't write to the data folder {path}: {e.Message} Give a folder that this user may write to, with --data.");
        }
    }

    /// <summary>Ids are taken from blocks that are on disk before the first one is used: none is given out twice, whatever happens.</summary>
    public long NewProducerId()
    {
        lock (gate)
        {
            if (nextProducerId >= identity.NextProducerIdBlock)
            {
                var before = identity.NextProducerIdBlock;
                identity.NextProducerIdBlock = nextProducerId + ProducerIdBlock;
                try
                {
                    WriteIdentity(Root, identity);
                }
                catch
                {
                    identity.NextProducerIdBlock = before;
                    throw;
                }
            }
            return nextProducerId++;
        }
    }

    /// <summary>Settings of the broker that were changed while it ran.</summary>
    public IReadOnlyDictionary<string, string> BrokerConfigs => identity.BrokerConfigs;

    public void SetBrokerConfig(string name, string? value)
    {
        lock (gate)
        {
            if (value is null) identity.BrokerConfigs.Remove(name);
            else identity.BrokerConfigs[name] = value;
            WriteIdentity(Root, identity);
        }
    }

    /// <summary>Everything is closed and on disk: the next instance need not look.</summary>
    public bool MarkClean()
    {
        try
        {
            File.WriteAllText(CleanMark(Root), "");
            Disk.FlushFolder(Root);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public void Dispose() => mutex.Dispose();

    private static string CleanMark(string path) => Path.Combine(path, "clean");

    private static FileStream Lock(string path)
    {
        try
        {
            return new FileStream(Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e.HResult != ReadOnlyFileSystem && e is not (DirectoryNotFoundException or FileNotFoundException) && File.Exists(Path.Combine(path, "lock")))
        {
            throw new DataFolderException(
                $"the data folder {path} is in use by another LocalKafka (or can't be locked: {e.Message}). Stop that one, or give another folder with --data.");
        }
    }

    private static void CheckVersion(string path)
    {
        var file = Path.Combine(path, "version");
        if (!File.Exists(file))
        {
            if (Directory.EnumerateFileSystemEntries(Path.Combine(path, "topics")).Any())
                throw new DataFolderException($"{path} has topics but no version file: it is not a LocalKafka folder. Give another one with --data.");
            Disk.Replace(file, System.Text.Encoding.UTF8.GetBytes(Version + "\n"));
            return;
        }
        var found = File.ReadAllText(file).Trim();
        if (found != Version) throw new DataFolderException($"{path} was written as '{found}', this program reads '{Version}': use the program that wrote it.");
    }

    private static Identity ReadIdentity(string path)
    {
        var file = Path.Combine(path, "cluster.json");
        if (File.Exists(file)) return JsonSerializer.Deserialize(File.ReadAllBytes(file), IdentityJson.Default.Identity)!;
        var fresh = new Identity { ClusterId = KafkaUuid.Format(KafkaUuid.New()) };
        WriteIdentity(path, fresh);
        return fresh;
    }

    private static void WriteIdentity(string path, Identity identity) =>
        Disk.Replace(Path.Combine(path, "cluster.json"), JsonSerializer.SerializeToUtf8Bytes(identity, IdentityJson.Default.Identity));

    internal sealed class Identity
    {
        public string ClusterId { get; set; } = "";
        public long NextProducerIdBlock { get; set; }
        public Dictionary<string, string> BrokerConfigs { get; set; } = [];
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DataFolder.Identity))]
internal sealed partial class IdentityJson : JsonSerializerContext;
