using Noderr.Domain.Books;
using Noderr.Tests.Unit.Trading;

namespace Noderr.Tests.Unit.Hosting;

public sealed class TradingSettingsTests
{
    [Fact]
    public void The_example_file_is_the_desk_that_the_tests_trade_with()
    {
        using var given = new Given();
        given.Arguments.AddRange(["--config", Repository.Path("config/noderr.yaml")]);
        IsTheSampleDesk(given);
    }

    [Fact]
    public void Instruments_and_books_may_stand_in_a_file_of_their_own()
    {
        using var given = new Given("trading.file: desk/books.yaml");
        Directory.CreateDirectory(Path.Combine(given.Folder, "desk"));
        var lines = File.ReadAllLines(Repository.Path("config/noderr.yaml"));
        var desk = lines.SkipWhile(l => l != "trading:").Skip(1).TakeWhile(l => l.Length == 0 || l[0] == ' ').Select(l => l.Length > 2 ? l[2..] : l);
        given.Write("desk/books.yaml", string.Join('\n', desk));
        IsTheSampleDesk(given);
    }

    private static void IsTheSampleDesk(Given given)
    {
        var trading = given.Service().Trading;
        Assert.Equal(SampleDesk.Instruments, trading.ToCatalog());
        var book = Assert.Single(trading.ToBooks());
        Assert.Equal((SampleDesk.Book.Index, SampleDesk.Book.Name, new Limits()), (book.Index, book.Name, book.Limits));
        foreach (var (expected, actual) in SampleDesk.Book.Strategies.Zip(book.Strategies))
        {
            Assert.Equal(expected.Instruments, actual.Instruments);
            Assert.Equal(expected with { Instruments = actual.Instruments }, actual);
        }
    }
}
