using System.IO.Compression;
using Noderr.Tests.Unit.Cli;

namespace Noderr.Tests.Unit.Simulation.Matching;

public sealed class MatchCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("match-").FullName;

    [Theory]
    [InlineData("s1")]
    [InlineData("s3")]
    public async Task Trades_and_book_are_those_of_exchange_core(string lot)
    {
        var golden = Environment.GetEnvironmentVariable("NODERR_GOLDEN");
        Assert.SkipWhen(string.IsNullOrEmpty(golden), "NODERR_GOLDEN names no folder of golden vectors");
        var from = Path.Combine(golden, "matching", lot);
        var ran = await NoderrCommand.Run("match", Path.Combine(from, "commands.csv.gz"), "--trades", At("trades.csv"), "--book", At("book.csv"));
        Assert.Equal(0, ran.Code);
        Assert.Equal(Text(Path.Combine(from, "trades.csv.gz")), File.ReadAllText(At("trades.csv")));
        Assert.Equal(Text(Path.Combine(from, "final_book.csv.gz")), File.ReadAllText(At("book.csv")));
    }

    [Fact]
    public async Task What_the_book_refuses_is_counted_and_changes_nothing()
    {
        var ran = await Match("G,1,B,100,5\nG,1,S,100,5\nG,2,S,100,0\nX,7,,,\nM,7,,100,\nR,1,,,-1\nI,3,S,99,2\n", "--trades", At("trades.csv.gz"), "--book", At("book.csv"), "--json");
        Assert.Equal(0, ran.Code);
        Assert.Equal("""{"commands":7,"trades":1,"size":2,"refused":{"unknown_order":2,"order_is_there":1,"bad_size":2},"orders":1,"levels":1}""", ran.Output.Trim());
        Assert.Equal("command,taker,maker,price,size,maker_done,taker_done\n7,3,1,100,2,0,1\n", Text(At("trades.csv.gz")));
        Assert.Equal("side,price,size,orders\nB,100,3,1\n", File.ReadAllText(At("book.csv")));
    }

    [Theory]
    [InlineData("Q,1,B,100,5", "commands.csv:2: op: 'Q' is no operation, expected G, I, X, R or M")]
    [InlineData("G,1,X,100,5", "commands.csv:2: side: 'X' is no side, expected B or S")]
    [InlineData("G,1,B,100.5,5", "commands.csv:2: price: '100.5' is not a price in ticks, expected a whole number")]
    [InlineData("G,,B,100,5", "commands.csv:2: id: '' is not an order's number, expected a whole number")]
    [InlineData("G,1,B,100,99999999999999999999", "commands.csv:2: size: '99999999999999999999' is not a size in lots, expected a whole number")]
    [InlineData("G,1,B,100", "commands.csv:2: has 4 columns, expected 5 as in the header")]
    public async Task A_row_that_is_no_command_is_named(string row, string message)
    {
        var ran = await Match(row + "\n");
        Assert.Equal(1, ran.Code);
        Assert.Contains(message, ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_none_is_named()
    {
        Assert.Contains("there is no such file", (await NoderrCommand.Run("match", At("nothing.csv"))).Error, StringComparison.Ordinal);
        File.WriteAllText(At("other.csv"), "time,price\n1,2\n");
        Assert.Contains("op: is not there, expected the columns op,id,side,price,size", (await NoderrCommand.Run("match", At("other.csv"))).Error, StringComparison.Ordinal);
        var ran = await Match("G,1,B,100,5\n", "--book", Path.Combine(folder, "no", "book.csv"));
        Assert.Equal(1, ran.Code);
        Assert.Contains("a result can't be written", ran.Error, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private Task<Ran> Match(string rows, params string[] options)
    {
        File.WriteAllText(At("commands.csv"), "op,id,side,price,size\n" + rows);
        return NoderrCommand.Run(["match", At("commands.csv"), .. options]);
    }

    private string At(string name) => Path.Combine(folder, name);

    private static string Text(string compressed)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(compressed), CompressionMode.Decompress));
        return reader.ReadToEnd();
    }
}
