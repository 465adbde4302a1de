namespace Noderr.Cli.Kafka.Output;

/// <summary>One line that is written over again and again, for a human who waits.</summary>
internal sealed class ProgressLine : IDisposable
{
    private const string ClearLine = "\r\u001b[K";
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly TextWriter output;
    private long last = Environment.TickCount64;
    private bool visible;

    private ProgressLine(TextWriter output) => this.output = output;

    /// <summary>Null where nobody looks: in a pipe or a log such a line is noise.</summary>
    public static ProgressLine? OnTerminal(TextWriter error) => error == Console.Error && !Console.IsErrorRedirected ? new ProgressLine(error) : null;

    public void Show(string text)
    {
        if (Environment.TickCount64 - last < Interval.TotalMilliseconds) return;
        last = Environment.TickCount64;
        visible = true;
        output.Write(ClearLine + text);
    }

    public void Clear()
    {
        if (visible) output.Write(ClearLine);
        visible = false;
    }

    public void Dispose() => Clear();
}
