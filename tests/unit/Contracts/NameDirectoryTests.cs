using System.Text;
using Noderr.Contracts.Names;
using Noderr.Domain.Books;
using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;

namespace Noderr.Tests.Unit.Contracts;

public class NameDirectoryTests
{
    [Fact]
    public void Every_name_leads_to_its_number_and_back()
    {
        var names = new NameTable("things", Enumerable.Range(0, 5000).Select(i => $"thing-{i:x}"));
        for (var i = 0; i < 5000; i++) Assert.Equal((i, $"thing-{i:x}"), (names.Find(Encoding.UTF8.GetBytes($"thing-{i:x}")), Encoding.UTF8.GetString(names[i])));
        Assert.Equal(-1, names.Find("thing-"u8));
        Assert.Equal(-1, names.Find([]));
        Assert.Equal("thing-1387".Length, names.Longest);
    }

    [Theory]
    [InlineData("a", "a")]
    [InlineData("a", "")]
    public void Names_are_given_once(string one, string other) => Assert.Throws<ArgumentException>(() => new NameTable("things", [one, other]));

    [Fact]
    public void Books_stand_at_the_place_of_their_number() =>
        Assert.Throws<ArgumentException>(() => new NameDirectory(new InstrumentCatalog([]), [new Book(1, "majors", [], new Limits())]));

    [Fact]
    public void Looking_up_a_name_allocates_nothing()
    {
        var name = Encoding.UTF8.GetBytes(Samples.Instruments[1].Id);
        Samples.Names.Instrument(name);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) Samples.Names.Instrument(name);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
