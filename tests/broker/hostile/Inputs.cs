using System.Buffers.Binary;
using Noderr.Tests.Broker.Kit;

namespace Noderr.Tests.Broker.Hostile;

/// <summary>The hostile inputs, each a function of the seed and its number, so that one can be made again alone.</summary>
public sealed class Inputs(int seed, Corpus corpus)
{
    private const int MaxApi = 80, MaxVersion = 20;

    private readonly BatchInputs _batches = new(corpus.Batches);

    public byte[] Make(int number)
    {
        var random = new Random(unchecked(seed * 1_000_003 + number));
        var frame = random.Next(100) switch
        {
            < 5 => RandomBytes(random),
            < 13 => Truncated(random),
            < 50 => Frames.Sealed(Mutations.Some(random, Request(random), Frames.LengthEnd)),
            < 58 => OtherVersion(random),
            < 66 => Spliced(random),
            < 70 => Request(random),
            _ => _batches.Next(random),
        };
        // Lengths that lie are few: what follows them on the connection is swallowed.
        if (random.Next(50) == 0 && frame.Length > Frames.LengthEnd)
            BinaryPrimitives.WriteInt32BigEndian(frame, random.Next(2) == 0 ? frame.Length + random.Next(1, 100) : random.Next(frame.Length));
        return frame;
    }

    private byte[] Request(Random random) => (byte[])corpus.Requests[random.Next(corpus.Requests.Count)].Clone();

    private static byte[] RandomBytes(Random random)
    {
        var bytes = new byte[random.Next(300)];
        random.NextBytes(bytes);
        return random.Next(3) == 0 ? bytes : Frames.Of(bytes);
    }

    private byte[] Truncated(Random random)
    {
        var request = Request(random);
        return Frames.Of(request.AsSpan(Frames.LengthEnd, random.Next(request.Length - Frames.LengthEnd)));
    }

    private byte[] OtherVersion(Random random)
    {
        var request = Request(random);
        if (random.Next(2) == 0)
            BinaryPrimitives.WriteInt16BigEndian(request.AsSpan(4), (short)random.Next(-1, MaxApi));
        else
            BinaryPrimitives.WriteInt16BigEndian(request.AsSpan(6), (short)random.Next(-1, MaxVersion));
        return request;
    }

    private byte[] Spliced(Random random)
    {
        var (one, other) = (Request(random), Request(random));
        var head = one.AsSpan(Frames.LengthEnd, random.Next(Math.Min(Frames.HeaderEnd, one.Length) - Frames.LengthEnd, one.Length - Frames.LengthEnd));
        return Frames.Of([.. head, .. other.AsSpan(random.Next(Frames.LengthEnd, other.Length))]);
    }
}
