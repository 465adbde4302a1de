using Noderr.Cli.Running;
using Noderr.Hosting.Configuration;

namespace Noderr.Tests.Unit.Hosting;

public sealed class ConfigurationReferenceTests
{
    /// <summary>With NODERR_WRITE_DOCS=1 the document is written instead.</summary>
    [Fact]
    public void The_documentation_names_every_setting_as_it_is()
    {
        const string Begin = "<!-- generated -->\n";
        var file = Repository.Path("docs/configuration.md");
        var document = File.ReadAllText(file);
        var written = document[..(document.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length)] + "\n" + ConfigurationReference.Markdown(BaseSchema.Create().With(HostedService.All.SelectMany(h => h.Sections)));
        if (Environment.GetEnvironmentVariable("NODERR_WRITE_DOCS") == "1") File.WriteAllText(file, written);
        Assert.Equal(written, File.ReadAllText(file));
    }

    [Fact]
    public void It_says_default_unit_rule_and_secrecy()
    {
        var text = ConfigurationReference.Markdown(BaseSchema.Create());
        Assert.Contains("| `http.port` | `0` | port to listen on; 0 takes a free one; must be 0 to 65535 |", text, StringComparison.Ordinal);
        Assert.Contains("| `trading.books.*.limits.collar.millionths` | `20000` millionths |", text, StringComparison.Ordinal);
        Assert.Contains("| `kafka.sasl.password` | none | password at the brokers; secret |", text, StringComparison.Ordinal);
        Assert.Contains("| `trading.instruments.*.tick` | required |", text, StringComparison.Ordinal);
    }
}
