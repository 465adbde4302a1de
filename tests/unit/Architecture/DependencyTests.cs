using System.Text.RegularExpressions;
using Noderr.Tests.Unit.Hosting;

namespace Noderr.Tests.Unit.Architecture;

/// <summary>Dependencies point one way: the command and the services at the libraries, and those that decide at nothing that could surprise them.</summary>
public sealed partial class DependencyTests
{
    /// <summary>Nothing of Kafka, of ASP.NET or of a clock can reach a decision that is made of these.</summary>
    private static readonly Dictionary<string, (string[] Libraries, string[] Packages)> pure = new()
    {
        ["Noderr.Domain"] = ([], ["System.IO.Hashing"]),
        ["Noderr.Quant"] = ([], []),
        ["Noderr.Routing"] = (["Noderr.Domain", "Noderr.Quant"], ["System.IO.Hashing"]),
        ["Noderr.Venues"] = (["Noderr.Domain"], []),
        ["Noderr.Simulation"] = (["Noderr.Domain", "Noderr.Venues"], []),
    };

    public static TheoryData<string> Pure => [.. pure.Keys];

    public static TheoryData<string> Libraries => [.. Project.All.Where(p => p.Layer == "libs").Select(p => p.Name)];

    public static TheoryData<string> Services => [.. Project.All.Where(p => p.IsService).Select(p => p.Name)];

    [Fact]
    public void All_projects_are_found() => Assert.Superset(
        new HashSet<string> { "Noderr.Domain", "Noderr.Journal", "Noderr.LocalKafka", "Noderr.Hosting", "Noderr.Risk", "Noderr.Strategy", "noderr" },
        Project.All.Select(p => p.Name).ToHashSet());

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_library_knows_neither_services_nor_the_command(string library) => Assert.All(Project.Named(library).Reach(), p => Assert.Equal("libs", p.Layer));

    [Theory]
    [MemberData(nameof(Pure))]
    public void A_pure_library_knows_the_base_library_and_what_is_pure_below_it(string library)
    {
        var project = Project.Named(library);
        Assert.Subset(pure[library].Libraries.ToHashSet(), project.Reach().Select(p => p.Name).ToHashSet());
        Assert.Subset(pure[library].Packages.ToHashSet(), project.Packages.ToHashSet());
        Assert.DoesNotContain("FrameworkReference", File.ReadAllText(Repository.Path($"{project.Folder}/{library}.csproj")), StringComparison.Ordinal);
    }

    /// <summary>Only <c>Kafka</c>, the shell, may know Confluent's client.</summary>
    [Theory]
    [InlineData("Deciders")]
    [InlineData("Entries")]
    [InlineData("Memory")]
    [InlineData("Shards")]
    public void The_journals_protocol_knows_no_client_and_no_logging(string folder)
    {
        var files = Directory.GetFiles(Repository.Path($"libs/Noderr.Journal/{folder}"), "*.cs");
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var used = Using().Matches(File.ReadAllText(file)).Select(m => m.Groups["name"].Value);
            Assert.All(used, name => Assert.Matches(@"^(System|Noderr\.Domain|Noderr\.Journal(?!\.Kafka))\b", name));
        }
    }

    /// <summary>They meet in Kafka. The trainer tries deciders out, so it may know them.</summary>
    [Theory]
    [MemberData(nameof(Services))]
    public void A_service_knows_libraries_and_no_other_service(string service)
    {
        if (service == "Noderr.Trainer") return;
        Assert.All(Project.Named(service).Reach(), p => Assert.Equal("libs", p.Layer));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void A_service_needs_no_broker_of_ours(string service) => Assert.DoesNotContain("Noderr.LocalKafka", Project.Named(service).Reach().Select(p => p.Name));

    [Theory]
    [InlineData("Noderr.Domain")]
    [InlineData("Noderr.Journal")]
    [InlineData("Noderr.Simulation")]
    [InlineData("Noderr.Venues")]
    [InlineData("Noderr.Contracts")]
    [InlineData("Noderr.LocalKafka")]
    public void Libraries_know_nothing_of_hosting(string library) => Assert.DoesNotContain("Noderr.Hosting", Project.Named(library).Reach().Select(p => p.Name));

    [GeneratedRegex(@"^(?:global )?using (?:static )?(?:\w+ = )?(?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Using();
}
