using Noderr.Hosting.Journals;

namespace Noderr.Tests.Unit.Trading;

public sealed class TopologyTests
{
    [Fact]
    public void The_documentation_shows_the_services_and_their_journals()
    {
        var rows = Topology.Services.Select(s => $"| {s.Name} | {s.Journal} | {s.Key} | {(s.Reads.Length == 0 ? "–" : string.Join(", ", s.Reads))} |");
        var text = File.ReadAllText(Path.Combine(Root(), "docs", "architecture.md"));
        var start = text.IndexOf("<!-- topology -->\n", StringComparison.Ordinal) + "<!-- topology -->\n".Length;
        Assert.Equal(string.Join('\n', rows), string.Join('\n', text[start..text.IndexOf("<!-- /topology -->", StringComparison.Ordinal)].Trim().Split('\n').Skip(2)));
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Noderr.Services.sln"))) folder = folder.Parent;
        return folder.FullName;
    }
}
