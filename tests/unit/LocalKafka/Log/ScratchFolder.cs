namespace Noderr.Tests.Unit.LocalKafka.Log;

internal static class ScratchFolder
{
    private const string Memory = "/dev/shm";

    /// <summary>In memory where there is such a place: these tests flush thousands of times.</summary>
    public static string New()
    {
        if (!Directory.Exists(Memory)) return Directory.CreateTempSubdirectory("localkafka-").FullName;
        return Directory.CreateDirectory(Path.Combine(Memory, $"localkafka-{Guid.NewGuid():N}")).FullName;
    }
}
