namespace Noderr.Simulation.Recorded;

/// <summary>A file that can't be read as market data; the message names the place and what was expected there.</summary>
public sealed class RecordedDataException : Exception
{
    public RecordedDataException(string file, long line, string? column, string problem)
        : base($"{file}{(line > 0 ? $":{line}" : "")}: {(column is null ? "" : $"{column}: ")}{problem}") =>
        (File, Line, Column) = (file, line, column);

    public string File { get; }

    /// <summary>From 1, the header's; 0 where it is the file as a whole.</summary>
    public long Line { get; }

    public string? Column { get; }
}
