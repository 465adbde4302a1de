using System.Net.Sockets;

namespace Noderr.LocalKafka.Wire;

/// <summary>Record batches of a message: bytes of the frame, or a stretch of the log that is sent from its file.</summary>
public readonly struct RecordData
{
    public static readonly RecordData Null = new(default, null, true);

    private RecordData(Memory<byte> bytes, IRecordSource? source, bool isNull) => (Bytes, Source, IsNull) = (bytes, source, isNull);

    public RecordData(Memory<byte> bytes) : this(bytes, null, false) { }

    public RecordData(IRecordSource source) : this(default, source, false) { }

    /// <summary>Writable, since the broker stamps offsets into a batch where it lies.</summary>
    public Memory<byte> Bytes { get; }
    public IRecordSource? Source { get; }
    public bool IsNull { get; }
    public int Length => Source?.Length ?? Bytes.Length;
}

/// <summary>A stretch of stored batches.</summary>
public interface IRecordSource : IDisposable
{
    int Length { get; }

    void Read(int offset, Span<byte> into);

    /// <summary>Sends what the socket takes now, without a copy in this process; 0 when it takes nothing, or when that can't be done.</summary>
    int Send(int offset, Socket socket);
}
