using System.Text.RegularExpressions;
using Noderr.Domain.Events;
using Noderr.Domain.Numbers;
using Noderr.Journal.Entries;
using Noderr.Journal.Kafka;
using Noderr.Tests.Unit.Hosting;

namespace Noderr.Tests.Unit.Documentation;

public sealed partial class ContractsPageTests
{
    private static readonly string page = File.ReadAllText(Repository.Path("docs/contracts.md"));

    [Fact]
    public void It_lists_the_journals_of_the_contracts_and_no_others()
    {
        var journals = from path in Directory.EnumerateFiles(Repository.Path("contracts/proto"), "*.proto", SearchOption.AllDirectories)
                       let text = File.ReadAllText(path)
                       let entry = Entry().Match(text)
                       where entry.Success
                       select $"{Package().Match(text).Groups[1].Value}.{entry.Groups[1].Value}";
        Assert.Equal(journals.Order(), Listed().Matches(page).Select(m => m.Groups[1].Value).Order());
    }

    [Fact]
    public void It_explains_every_header_of_a_record()
    {
        var headers = EntryHeaders.Write(new Entry<MarketEvent>(EntryKind.Input, 1, 1, new Timestamp(1)) { Inputs = [new Run("t", 0, 1, 1)], Causes = [0], TraceParent = "00" });
        Assert.Equal(headers.Select(h => h.Key), Header().Matches(page).Select(m => m.Groups[1].Value));
    }

    [GeneratedRegex(@"^message (\w+Entry) ", RegexOptions.Multiline)]
    private static partial Regex Entry();

    [GeneratedRegex(@"^package ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Package();

    [GeneratedRegex(@"^\| `\w+` \| `(noderr\.[\w.]+Entry)` \|", RegexOptions.Multiline)]
    private static partial Regex Listed();

    [GeneratedRegex(@"^\| `(\w+)` \| `(?!noderr\.[\w.]+Entry`)", RegexOptions.Multiline)]
    private static partial Regex Header();
}
