using System.Buffers;

namespace Noderr.LocalKafka.Network;

/// <summary>A request's bytes in a pooled buffer that grows as they arrive: who announces much and sends little holds little.</summary>
public sealed class Frame(MemoryBudget budget, int size) : IDisposable
{
    private const int FirstBytes = 64 * 1024;

    // The shared pool keeps arrays by thread: a request that begins on one and ends on another would allocate its megabyte anew.
    private static readonly ArrayPool<byte> Pool = ArrayPool<byte>.Create(maxArrayLength: 2 << 20, maxArraysPerBucket: 8);

    // The buffers that are outgrown stay in the pool: at twice the size they would come to as much again, at four times to a third.
    private const long Growth = 4;

    private byte[] buffer = [];
    private int received;
    private long taken;

    public bool IsComplete => Missing == 0;
    public long Held => taken;
    public int Missing => size - received;
    public Memory<byte> Bytes => buffer.AsMemory(0, received);

    /// <summary>Takes what belongs to the frame; the rest of the sequence is the next one's.</summary>
    public async ValueTask<SequencePosition> Fill(ReadOnlySequence<byte> bytes, CancellationToken cancel)
    {
        var part = bytes.Slice(0, Math.Min(Missing, bytes.Length));
        await Grow(received + (int)part.Length, cancel);
        part.CopyTo(buffer.AsSpan(received));
        received += (int)part.Length;
        return part.End;
    }

    /// <summary>Reads more of the frame to where it stays; false when the stream has ended.</summary>
    public async ValueTask<bool> Fill(Stream stream, CancellationToken cancel)
    {
        await Grow(received + 1, cancel);
        var n = await stream.ReadAsync(buffer.AsMemory(received, Math.Min(buffer.Length, size) - received), cancel);
        received += n;
        return n > 0;
    }

    public void Dispose()
    {
        if (buffer.Length > 0) Pool.Return(buffer);
        buffer = [];
        if (taken > 0) budget.Give(taken);
        taken = 0;
    }

    private async ValueTask Grow(int needed, CancellationToken cancel)
    {
        if (needed <= buffer.Length) return;
        var length = (int)Math.Min(size, Math.Max(Math.Max(needed, FirstBytes), buffer.Length * Growth));
        await budget.Take(length - taken, cancel);
        taken = length;
        var grown = Pool.Rent(length);
        buffer.AsSpan(0, received).CopyTo(grown);
        if (buffer.Length > 0) Pool.Return(buffer);
        buffer = grown;
    }
}
