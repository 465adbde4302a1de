namespace Noderr.Simulation.Recorded;

/// <summary>Lines of a stream, one after the other in one buffer: the file may be larger than the memory.</summary>
internal sealed class LineReader(Func<Span<byte>, int> read)
{
    public const int LongestLine = 1 << 16;

    private readonly byte[] buffer = new byte[2 * LongestLine];
    private int begin, end;
    private bool ended;

    /// <summary>Of the line that was read last, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>False at the end; a line is valid until the next one is read.</summary>
    /// <exception cref="InvalidDataException">The line is longer than a row of a table can be.</exception>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        var searched = 0;
        while (true)
        {
            var feed = buffer.AsSpan(begin + searched, end - begin - searched).IndexOf((byte)'\n');
            if (feed >= 0)
            {
                line = Take(searched + feed, andFeed: 1);
                return true;
            }
            searched = end - begin;
            if (ended)
            {
                if (searched == 0)
                {
                    line = default;
                    return false;
                }
                line = Take(searched, andFeed: 0);
                return true;
            }
            if (searched > LongestLine) throw new InvalidDataException($"a line of more than {LongestLine:N0} bytes, expected a table");
            Fill();
        }
    }

    private ReadOnlySpan<byte> Take(int length, int andFeed)
    {
        ReadOnlySpan<byte> line = buffer.AsSpan(begin, length);
        begin += length + andFeed;
        Number++;
        return line.EndsWith("\r"u8) ? line[..^1] : line;
    }

    private void Fill()
    {
        if (end == buffer.Length || begin == end)
        {
            buffer.AsSpan(begin, end - begin).CopyTo(buffer);
            (begin, end) = (0, end - begin);
        }
        var count = read(buffer.AsSpan(end));
        end += count;
        ended = count == 0;
    }
}
