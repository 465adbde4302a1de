using Noderr.Hosting;
using Noderr.Hosting.Configuration;

namespace Noderr.Tests.Unit.Hosting;

/// <summary>A folder with a configuration file, and the variables and arguments of a process that never was.</summary>
internal sealed class Given : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("noderr-hosting-");

    public Given(string? yaml = null)
    {
        if (yaml is not null) Write("noderr.yaml", yaml);
    }

    public string Folder => folder.FullName;

    public Dictionary<string, string> Variables { get; } = [];

    public List<string> Arguments { get; } = [];

    public StringWriter Log { get; } = new();

    public Surroundings Surroundings => new() { Folder = Folder, Variables = Variables, Arguments = Arguments, Log = Log };

    public Given Set(params string[] settings)
    {
        foreach (var setting in settings) Arguments.AddRange(["--set", setting]);
        return this;
    }

    public string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    public NoderrService Service(string name = "feature", params Section[] sections) => NoderrService.Create(name, Surroundings, sections);

    public IReadOnlyList<Violation> Violations(params Section[] sections) => Assert.Throws<InvalidConfigurationException>(() => Service("feature", sections)).Violations;

    public void Dispose() => folder.Delete(recursive: true);
}
