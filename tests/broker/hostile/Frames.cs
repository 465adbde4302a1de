using System.Buffers.Binary;

namespace Noderr.Tests.Broker.Hostile;

/// <summary>A request's bytes with the length before them.</summary>
public static class Frames
{
    public const int LengthEnd = 4, HeaderEnd = 12;

    public static byte[] Of(ReadOnlySpan<byte> payload)
    {
        var frame = new byte[LengthEnd + payload.Length];
        payload.CopyTo(frame.AsSpan(LengthEnd));
        return Sealed(frame);
    }

    /// <summary>The length made to fit.</summary>
    public static byte[] Sealed(byte[] frame)
    {
        BinaryPrimitives.WriteInt32BigEndian(frame, frame.Length - LengthEnd);
        return frame;
    }

    public static bool IsWhole(byte[] frame) =>
        frame.Length >= LengthEnd && BinaryPrimitives.ReadInt32BigEndian(frame) == frame.Length - LengthEnd;

    public static int Correlation(ReadOnlySpan<byte> frame) => frame.Length >= HeaderEnd ? BinaryPrimitives.ReadInt32BigEndian(frame[8..]) : -1;

    public static void SetCorrelation(Span<byte> frame, int value)
    {
        if (frame.Length >= HeaderEnd)
            BinaryPrimitives.WriteInt32BigEndian(frame[8..], value);
    }
}
