namespace Noderr.Ingest;

/// <summary>How an event of a recording is numbered: its place there, from 1, and above it which recording.</summary>
internal static class SequenceNumber
{
    private const int PlaceBits = 40;
    private const long MostPlaces = (1L << PlaceBits) - 1;

    public const long MostNames = (1L << (62 - PlaceBits)) - 1;

    public static long Of(long name, long place) => (name << PlaceBits) | (place & MostPlaces);

    /// <summary>The place of the last event that was let in; 0 where that was of another recording, or of none.</summary>
    public static long PlaceIn(long name, long sequence) => sequence >> PlaceBits == name ? sequence & MostPlaces : 0;

    /// <summary>Both are of one recording, and the event does not lie behind the last one.</summary>
    public static bool IsPast(long sequence, long last) => sequence != 0 && sequence >> PlaceBits == last >> PlaceBits && sequence <= last;
}
