using System.Text;

namespace Noderr.Contracts.Wire;

/// <summary>Bytes from outside as they may stand in a message: short, on one line, whatever they are.</summary>
internal static class Printable
{
    private const int Longest = 64;

    public static string Quote(ReadOnlySpan<byte> text)
    {
        var quoted = new StringBuilder("'");
        foreach (var c in Encoding.UTF8.GetString(text[..Math.Min(text.Length, Longest)])) quoted.Append(char.IsControl(c) ? '?' : c);
        return quoted.Append(text.Length > Longest ? "…'" : "'").ToString();
    }
}
