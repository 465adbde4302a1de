using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Noderr.LocalKafka.Apis;
using Noderr.LocalKafka.Wire;

namespace Noderr.LocalKafka.Network;

/// <summary>
/// One client. Requests are taken in order; what a request waits for (a flush, records, a group) does not hold up the next one, but
/// answers leave in the order of the requests. Only so many may be under way before reading stops.
/// </summary>
public sealed class KafkaConnection : IDisposable
{
    private const int MaxUnderWay = 32;
    private const int Chunk = 64 * 1024;
    private const int WorthSending = 64 * 1024;

    // So much of a frame is read past the buffer that requests share.
    private const int WorthReading = 16 * 1024;

    // A client that reads makes room within this time, and waiting here is cheaper than being woken; one that does not is not waited for.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(1);

    private readonly ApiTable apis;
    private readonly Stream stream;
    private readonly Socket? socket;
    private readonly PipeReader input;
    private readonly Listener listener;
    private readonly MemoryBudget budget;
    private readonly int maxFrame;
    private readonly BrokerMetrics metrics;
    private readonly ILogger logger;
    private readonly string peer;
    private readonly CancellationTokenSource closing = new();
    private readonly CancellationTokenSource leaving = new();
    private readonly SemaphoreSlim underWay = new(MaxUnderWay);
    private readonly Codec reader = new();
    private readonly Codec writer = new();
    private readonly SaslSession? sasl;
    private Task outbox = Task.CompletedTask;

    // Coming in, or waiting for its turn; once it is handed to Send it is Send's to give back.
    private Frame? incoming;

    public KafkaConnection(ApiTable apis, Stream stream, string peer, Listener listener, Users users, MemoryBudget budget, int maxFrame, BrokerMetrics metrics, ILogger logger)
    {
        (this.apis, this.stream, this.peer, this.listener) = (apis, stream, peer, listener);
        (this.budget, this.maxFrame, this.metrics, this.logger) = (budget, maxFrame, metrics, logger);
        socket = (stream as NetworkStream)?.Socket;
        input = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 64 * 1024, minimumReadSize: 4096, useZeroByteReads: true, leaveOpen: true));
        sasl = listener.Sasl ? new SaslSession(users) : null;
        LastActive = FrameSince = Environment.TickCount64;
    }

    /// <summary>When bytes last came or went.</summary>
    public long LastActive { get; private set; }

    /// <summary>Since when the current request has been coming in.</summary>
    public long FrameSince { get; private set; }

    /// <summary>Memory held by a request that is not all here yet.</summary>
    public long UnfinishedBytes => incoming is { IsComplete: false } frame ? frame.Held : 0;

    /// <summary>When the client last took a piece of the answer that is on its way; null when none is.</summary>
    public long? WriteSince { get; private set; }

    public bool IsMidFrame { get; private set; }
    public bool IsIdle => underWay.CurrentCount == MaxUnderWay && !IsMidFrame;
    public bool IsAuthenticated => sasl is null || sasl.IsAuthenticated;

    public async Task Run()
    {
        try
        {
            while (await ReadFrame() is { } frame)
            {
                await underWay.WaitAsync(closing.Token);
                if (!Dispatch(frame)) break;
            }
            // Who sends no more gets what is due; what would wait for others, or for records, ends now.
            await leaving.CancelAsync();
            await outbox;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The client went away, or the server closed the connection: nothing to tell anyone.
        }
        catch (Exception e) when (e is WireException or InvalidOperationException)
        {
            logger.RequestRefused(peer, e.Message);
        }
        finally
        {
            Close();
            incoming?.Dispose();
            await outbox.ContinueWith(static _ => { }, TaskScheduler.Default);
            await input.CompleteAsync();
        }
    }

    /// <summary>From any thread: what waits is let go, and the stream ends.</summary>
    public void Close()
    {
        try
        {
            leaving.Cancel();
            closing.Cancel();
        }
        catch (ObjectDisposedException)
        {
            return;
        }
        stream.Dispose();
    }

    public void Dispose()
    {
        leaving.Dispose();
        closing.Dispose();
        underWay.Dispose();
        stream.Dispose();
    }

    private async ValueTask<Frame?> ReadFrame()
    {
        var result = await input.ReadAtLeastAsync(4, closing.Token);
        if (result.Buffer.Length < 4) return null;
        var size = ReadSize(result.Buffer);
        if (size < 0 || size > maxFrame) throw new WireException($"a request of {size} bytes; socket.request.max.bytes is {maxFrame}");
        input.AdvanceTo(result.Buffer.GetPosition(4));
        (IsMidFrame, FrameSince) = (true, Environment.TickCount64);
        incoming = new Frame(budget, size);
        while (!incoming.IsComplete)
        {
            result = await input.ReadAsync(closing.Token);
            LastActive = Environment.TickCount64;
            if (result.Buffer.IsEmpty && result.IsCompleted) return null;
            input.AdvanceTo(await incoming.Fill(result.Buffer, closing.Token));
            while (incoming.Missing >= WorthReading)
            {
                if (!await incoming.Fill(stream, closing.Token)) return null;
                LastActive = Environment.TickCount64;
            }
        }
        LastActive = Environment.TickCount64;
        metrics.BytesIn(size + 4);
        IsMidFrame = false;
        return incoming;
    }

    private static int ReadSize(ReadOnlySequence<byte> bytes)
    {
        Span<byte> size = stackalloc byte[4];
        bytes.Slice(0, 4).CopyTo(size);
        return BinaryPrimitives.ReadInt32BigEndian(size);
    }

    // False when the connection must end: what follows can't be understood.
    private bool Dispatch(Frame frame)
    {
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        if (sasl is { ExpectsRawToken: true })
        {
            var token = sasl.AuthenticateRaw(frame.Bytes.Span);
            incoming = null;
            outbox = SendRaw(outbox, token ?? [], frame);
            return token is not null;
        }
        reader.Read(frame.Bytes, 0, flexible: false);
        var header = new RequestHeader(apis.IsFlexible);
        reader.Message(header);
        var (api, version) = (apis.Find(header.ApiKey), header.Version);
        if (api is null || version < api.ServedSince || version > api.Max)
        {
            if (header.ApiKey != ApiKey.ApiVersions) throw new WireException($"API {(short)header.ApiKey} version {version}, which is not served");
            incoming = null;
            outbox = Send(outbox, api!, 0, header.CorrelationId, new ValueTask<Shape?>(ApiVersions.Unsupported(api!)), null, frame, started);
            return true;
        }
        if (!IsAuthenticated && !api.BeforeAuthentication) throw new WireException($"{api.Key} before authentication");
        var request = api.NewRequest();
        reader.Message(request);
        var context = new RequestContext(version, header.ClientId ?? "", peer, listener, sasl, leaving.Token);
        incoming = null;
        outbox = Send(outbox, api, version, header.CorrelationId, Handle(api, request, context), context, frame, started);
        return true;
    }

    // What an API throws at once is as much its failure as what it throws later: the client's connection ends, not the listener's task.
    private static ValueTask<Shape?> Handle(Api api, Shape request, RequestContext context)
    {
        try
        {
            return api.Handle(request, context);
        }
        catch (Exception e)
        {
            return ValueTask.FromException<Shape?>(e);
        }
    }

    private async Task Send(Task before, Api api, short version, int correlationId, ValueTask<Shape?> answer, RequestContext? context, Frame frame, long started)
    {
        Shape? response = null;
        try
        {
            response = await answer;
            await before;
            if (response is not null) await Write(api, version, correlationId, response);
            metrics.Served(api.Key, started, frame.Bytes.Length);
            if (context is { CloseAfter: true }) Close();
        }
        catch (Exception e)
        {
            if (e is not (IOException or OperationCanceledException or ObjectDisposedException)) logger.RequestFailed(peer, api.Key, version, e);
            Close();
            throw;
        }
        finally
        {
            (response as IDisposable)?.Dispose();
            frame.Dispose();
            underWay.Release();
        }
    }

    // The oldest clients' login: the answer has no header either.
    private async Task SendRaw(Task before, byte[] token, Frame frame)
    {
        try
        {
            await before;
            var bytes = new byte[4 + token.Length];
            BinaryPrimitives.WriteInt32BigEndian(bytes, token.Length);
            token.CopyTo(bytes, 4);
            await stream.WriteAsync(bytes, closing.Token);
        }
        finally
        {
            frame.Dispose();
            underWay.Release();
        }
    }

    private async ValueTask Write(Api api, short version, int correlationId, Shape response)
    {
        writer.Write(version, flexible: false);
        var size = 0;
        writer.Int32(ref size).Int32(ref correlationId);
        writer.Continue(version, api.HasFlexibleResponseHeader(version));
        writer.Tags();
        writer.Continue(version, api.IsFlexible(version));
        try
        {
            writer.Message(response);
            WriteSince = LastActive = Environment.TickCount64;
            var total = writer.Position + writer.Inserts.Sum(i => i.Source.Length);
            writer.PatchInt32(0, total - 4);
            metrics.BytesOut(total);
            if (writer.Inserts.Count == 0) await stream.WriteAsync(writer.Written, closing.Token);
            else await WriteWithRecords(total);
            LastActive = Environment.TickCount64;
        }
        finally
        {
            writer.Release();
            WriteSince = null;
        }
    }

    // Large stretches go from the file to the socket by the kernel, as long as it takes them; all else through one small buffer.
    private async ValueTask WriteWithRecords(int total)
    {
        var chunk = ArrayPool<byte>.Shared.Rent(Math.Min(total, Chunk));
        try
        {
            var (filled, from, patient) = (0, 0, true);
            foreach (var (position, source) in writer.Inserts)
            {
                (filled, from) = (await Copy(from, position, chunk, filled), position);
                for (var sent = 0; sent < source.Length;)
                {
                    if (source.Length - sent >= WorthSending && socket is not null)
                    {
                        if (filled > 0) filled = await Flush(chunk, filled);
                        var taken = source.Send(sent, socket);
                        sent += taken;
                        if (sent == source.Length) break;
                        patient = patient && (taken == 0 || socket.Poll(Patience, SelectMode.SelectWrite));
                        if (patient && taken > 0) continue;
                    }
                    if (filled == chunk.Length) filled = await Flush(chunk, filled);
                    var n = Math.Min(source.Length - sent, chunk.Length - filled);
                    source.Read(sent, chunk.AsSpan(filled, n));
                    (sent, filled) = (sent + n, filled + n);
                }
            }
            filled = await Copy(from, writer.Position, chunk, filled);
            await Flush(chunk, filled);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    private async ValueTask<int> Copy(int from, int to, byte[] chunk, int filled)
    {
        while (from < to)
        {
            if (filled == chunk.Length) filled = await Flush(chunk, filled);
            var n = Math.Min(to - from, chunk.Length - filled);
            writer.Written.Span.Slice(from, n).CopyTo(chunk.AsSpan(filled));
            (from, filled) = (from + n, filled + n);
        }
        return filled;
    }

    private async ValueTask<int> Flush(byte[] chunk, int filled)
    {
        await stream.WriteAsync(chunk.AsMemory(0, filled), closing.Token);
        WriteSince = LastActive = Environment.TickCount64;
        return 0;
    }
}
