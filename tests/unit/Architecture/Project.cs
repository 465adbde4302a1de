using System.Xml.Linq;
using Noderr.Tests.Unit.Hosting;

namespace Noderr.Tests.Unit.Architecture;

/// <summary>A project of this repository, as its csproj has it.</summary>
internal sealed record Project(string Name, string Folder, IReadOnlyList<string> References, IReadOnlyList<string> Packages)
{
    private static readonly string[] layers = ["libs", "services", "venues", "cli"];

    public static IReadOnlyList<Project> All { get; } = [.. layers.Where(l => Directory.Exists(Repository.Path(l))).SelectMany(Find)];

    public string Layer => Folder.Split('/')[0];

    /// <summary>A process of its own. A venue of ours stands outside like any other, and keeps to the same rule.</summary>
    public bool IsService => Layer is "services" or "venues";

    public static Project Named(string name) => All.Single(p => p.Name == name);

    /// <summary>With those that come along with them.</summary>
    public IEnumerable<Project> Reach() => References.SelectMany(r => All.Where(p => p.Name == r).SelectMany(p => p.Reach().Prepend(p))).Distinct();

    public override string ToString() => Name;

    private static IEnumerable<Project> Find(string folder) =>
        from path in Directory.EnumerateFiles(Repository.Path(folder), "*.csproj", SearchOption.AllDirectories)
        let document = XDocument.Load(path)
        select new Project(
            Path.GetFileNameWithoutExtension(path), Path.GetRelativePath(Repository.Root, Path.GetDirectoryName(path)!).Replace('\\', '/'),
            [.. Included(document, "ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r.Replace('\\', '/')))],
            [.. Included(document, "PackageReference")]);

    private static IEnumerable<string> Included(XDocument document, string kind) => document.Descendants(kind).Select(r => r.Attribute("Include")!.Value);
}
