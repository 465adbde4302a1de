using System.Buffers.Text;
using Noderr.Domain.Orders;
using Noderr.Simulation.Recorded;

namespace Noderr.Simulation.Matching;

/// <summary>
/// Commands for a book, a row each, <c>op,id,side,price,size</c>: G limit, I immediate or cancel, X cancel, R reduce, M move. A field that the
/// operation does not take may stand empty.
/// </summary>
public static class CommandFile
{
    private static readonly string[] columns = ["op", "id", "side", "price", "size"];

    /// <exception cref="RecordedDataException">The file can't be read, or a row is no command.</exception>
    public static IEnumerable<BookCommand> Read(string path)
    {
        using var rows = RowFile.Open(path);
        var at = Array.ConvertAll(columns, c => rows.Find(c));
        if (Array.IndexOf(at, -1) is >= 0 and var missing) throw rows.Wrong(columns[missing], $"is not there, expected the columns {string.Join(',', columns)}");
        while (rows.TryNext()) yield return Row(rows, at);
    }

    private static BookCommand Row(RowFile rows, int[] at)
    {
        var operation = Operation(rows, at[0]);
        var enters = operation is BookOperation.Enter or BookOperation.EnterOrGiveUp;
        return new BookCommand(
            operation,
            enters ? SideOf(rows, at[2]) : default,
            Number(rows, at[1], "an order's number"),
            enters || operation == BookOperation.Move ? Number(rows, at[3], "a price in ticks") : 0,
            enters || operation == BookOperation.Reduce ? Number(rows, at[4], "a size in lots") : 0);
    }

    private static BookOperation Operation(RowFile rows, int column) => rows.Text(column) switch
    {
        [(byte)'G'] => BookOperation.Enter,
        [(byte)'I'] => BookOperation.EnterOrGiveUp,
        [(byte)'X'] => BookOperation.Cancel,
        [(byte)'R'] => BookOperation.Reduce,
        [(byte)'M'] => BookOperation.Move,
        var other => throw rows.Wrong(column, $"'{RowFile.Show(other)}' is no operation, expected G, I, X, R or M"),
    };

    private static Side SideOf(RowFile rows, int column) => rows.Text(column) switch
    {
        [(byte)'B'] => Side.Buy,
        [(byte)'S'] => Side.Sell,
        var other => throw rows.Wrong(column, $"'{RowFile.Show(other)}' is no side, expected B or S"),
    };

    private static long Number(RowFile rows, int column, string what)
    {
        var text = rows.Text(column);
        return Utf8Parser.TryParse(text, out long number, out var read) && read == text.Length
            ? number
            : throw rows.Wrong(column, $"'{RowFile.Show(text)}' is not {what}, expected a whole number");
    }
}
