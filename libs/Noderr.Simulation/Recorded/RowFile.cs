using System.Text;
using Noderr.Domain.Numbers;

namespace Noderr.Simulation.Recorded;

/// <summary>A file with a header and rows of the same columns, row by row; knows where it is when something is wrong.</summary>
internal sealed class RowFile : IDisposable
{
    // 1973: a number below it counts seconds, milliseconds or microseconds.
    private const long LeastNanoseconds = 100_000_000_000_000_000;

    private readonly DataStream stream;
    private readonly LineReader lines;
    private readonly Range[] fields;
    private byte[] row = new byte[256];
    private long time = long.MinValue;
    private bool ended;

    private RowFile(string path, DataStream stream)
    {
        (Path, this.stream) = (path, stream);
        lines = new LineReader(stream.Read);
        if (!TryLine(out var header)) throw Wrong(null, "is empty, expected a header that names the columns and rows below it");
        if (header.StartsWith("\uFEFF"u8)) header = header[3..];
        Columns = [.. Encoding.UTF8.GetString(header).Split(',').Select(c => c.Trim().Trim('"').ToLowerInvariant())];
        if (Columns.GroupBy(c => c).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw Wrong(twice.Key, "stands twice in the header, expected each column once");
        fields = new Range[Columns.Count + 1];
    }

    public string Path { get; }

    public IReadOnlyList<string> Columns { get; }

    public long Line => lines.Number;

    public long BytesRead => stream.BytesRead;

    public long Bytes => stream.Bytes;

    public static RowFile Open(string path)
    {
        DataStream stream;
        try
        {
            stream = DataStream.Open(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var why = Directory.Exists(path) ? "is a folder, expected a .csv or .csv.gz file"
                : File.Exists(path) ? $"can't be read: {e.Message}"
                : "there is no such file";
            throw new RecordedDataException(path, 0, null, why);
        }
        try
        {
            return new RowFile(path, stream);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>-1 where the file has none of the names.</summary>
    public int Find(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            for (var i = 0; i < Columns.Count; i++)
                if (Columns[i] == name) return i;
        return -1;
    }

    public bool TryNext()
    {
        while (TryLine(out var line))
        {
            if (line.IsEmpty) continue;
            if (line.Length > row.Length) row = new byte[Math.Max(line.Length, row.Length * 2)];
            line.CopyTo(row);
            var count = 0;
            for (var start = 0; ; count++)
            {
                var comma = line[start..].IndexOf((byte)',');
                if (count < Columns.Count) fields[count] = start..(comma < 0 ? line.Length : start + comma);
                if (comma < 0) break;
                start += comma + 1;
            }
            if (++count != Columns.Count) throw Wrong(null, $"has {count} columns, expected {Columns.Count} as in the header ({string.Join(',', Columns)})");
            return true;
        }
        return false;
    }

    public ReadOnlySpan<byte> Text(int column)
    {
        var text = row.AsSpan(fields[column]).Trim((byte)' ');
        return text.Length >= 2 && text[0] == '"' && text[^1] == '"' ? text[1..^1] : text;
    }

    /// <summary>Of this row, not before that of the row before.</summary>
    public Timestamp Time(int column)
    {
        var text = Text(column);
        if (!System.Buffers.Text.Utf8Parser.TryParse(text, out long nanoseconds, out var read) || read != text.Length)
            throw Wrong(column, $"'{Show(text)}' is no time, expected whole nanoseconds since 1970");
        if (nanoseconds < LeastNanoseconds) throw Wrong(column, $"'{Show(text)}' lies before 1974, expected nanoseconds since 1970: is it in another unit?");
        if (nanoseconds < time)
        {
            var (at, before) = (new Timestamp(nanoseconds), new Timestamp(time));
            throw Wrong(column, $"{at} lies before {before} of the row above, expected rows in the order of their times: sort the file");
        }
        time = nanoseconds;
        return new Timestamp(nanoseconds);
    }

    /// <summary>In units of 10⁻⁹; false where the file has nothing there.</summary>
    public bool TryNumber(int column, out long units)
    {
        var text = Text(column);
        switch (NumberText.Read(text, out units))
        {
            case NumberReading.Number: return true;
            case NumberReading.Missing: return false;
            case NumberReading.TooLarge: throw Wrong(column, $"'{Show(text)}' is too large, expected a number below 9.2 billion");
            default: throw Wrong(column, $"'{Show(text)}' is no number, expected digits with a decimal point, as 1234.56");
        }
    }

    public RecordedDataException Wrong(int column, string problem) => Wrong(Columns[column], problem);

    public RecordedDataException Wrong(string? column, string problem)
    {
        var wrong = new RecordedDataException(Path, Line, column, problem);
        return stream.IsReadToTheEnd && EndsTooEarly() ? CutOff() : wrong;
    }

    public void Dispose() => stream.Dispose();

    /// <summary>What stands in a file never steers a terminal.</summary>
    public static string Show(ReadOnlySpan<byte> text)
    {
        var shown = new StringBuilder();
        foreach (var c in Encoding.UTF8.GetString(text[..Math.Min(text.Length, 40)])) shown.Append(char.IsControl(c) ? '?' : c);
        return text.Length > 40 ? $"{shown}…" : shown.ToString();
    }

    private bool TryLine(out ReadOnlySpan<byte> line)
    {
        line = default;
        if (ended) return false;
        try
        {
            if (lines.TryRead(out line) && !stream.IsEnd(line)) return true;
            ended = true;
            if (stream.IsCompressed && line.IsEmpty) throw CutOff();
            return false;
        }
        catch (InvalidDataException e)
        {
            var problem = stream.IsCompressed ? $"the compressed data is damaged or cut off ({e.Message}): fetch the file again" : e.Message;
            throw new RecordedDataException(Path, lines.Number + 1, null, problem);
        }
        catch (IOException e)
        {
            throw new RecordedDataException(Path, lines.Number + 1, null, $"can't be read: {e.Message}");
        }
    }

    /// <summary>Where a compressed file was cut off stands half a row, or none that makes sense.</summary>
    private bool EndsTooEarly()
    {
        try
        {
            while (!ended && lines.TryRead(out var line))
                if (stream.IsEnd(line)) return false;
            return !ended;
        }
        catch (InvalidDataException)
        {
            return true;
        }
    }

    private RecordedDataException CutOff() => new(Path, lines.Number, null, "the compressed data is cut off here: fetch the file again");
}
