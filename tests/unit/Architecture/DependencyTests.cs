using System.Xml.Linq;

namespace Noderr.Tests.Unit.Hosting;

public sealed class DependencyTests
{
    [Theory]
    [InlineData("Noderr.Domain")]
    [InlineData("Noderr.Journal")]
    [InlineData("Noderr.Simulation")]
    [InlineData("Noderr.Venues")]
    [InlineData("Noderr.Contracts")]
    [InlineData("Noderr.LocalKafka")]
    public void Libraries_know_nothing_of_hosting(string library) =>
        Assert.DoesNotContain("Noderr.Hosting", References(Repository.Path($"libs/{library}/{library}.csproj")));

    private static IEnumerable<string> References(string project) =>
        from reference in XDocument.Load(project).Descendants("ProjectReference")
        let path = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(project)!, reference.Attribute("Include")!.Value))
        from name in References(path).Prepend(Path.GetFileNameWithoutExtension(path))
        select name;
}
