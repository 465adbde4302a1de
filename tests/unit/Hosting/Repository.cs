namespace Noderr.Tests.Unit.Hosting;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string Path(string name) => System.IO.Path.Combine(Root, name);

    private static string Find(string folder) =>
        File.Exists(System.IO.Path.Combine(folder, "Noderr.Services.sln")) ? folder : Find(Directory.GetParent(folder)!.FullName);
}
