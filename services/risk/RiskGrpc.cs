using System.Diagnostics;
using Grpc.Core;
using Noderr.Contracts.Risk.V1;
using Noderr.Contracts.Wire;
using Noderr.Domain.Books;
using Noderr.Domain.Events;
using Noderr.Domain.Instruments;
using Noderr.Domain.Orders;
using Noderr.Hosting;
using Noderr.Hosting.Journals;
using Noderr.Hosting.Metrics;
using RiskEvent = Noderr.Domain.Events.RiskEvent;
using Wire = Noderr.Contracts.Types.V1;

namespace Noderr.Risk;

/// <summary>
/// The check as others call it. An answer is in the log before it is given; who does not own the book's risk says so, and who asks nonsense is
/// told what is wrong with it.
/// </summary>
public sealed class RiskGrpc(ShardOwner<RiskEvent> risk, InstrumentCatalog instruments, Book[] books, Meters meters) : RiskService.RiskServiceBase
{
    private readonly Dictionary<string, int> byName = books.ToDictionary(b => b.Name, b => b.Index, StringComparer.Ordinal);
    private readonly LatencyRecorder[] latencies = [.. books.Select(b => meters.Latency(Telemetry.RiskCheckLatency, b.Name))];

    public override Task<CheckResponse> Check(CheckRequest request, ServerCallContext context) => Answer(request);

    /// <summary>Several may be under way; answers keep the order of the questions.</summary>
    public override async Task CheckStream(IAsyncStreamReader<CheckStreamRequest> requestStream, IServerStreamWriter<CheckStreamResponse> responseStream, ServerCallContext context)
    {
        const int MostUnderWay = 256;
        var underWay = new Queue<Task<CheckResponse>>();
        var next = requestStream.MoveNext(context.CancellationToken);
        while (true)
        {
            if (underWay.Count > 0 && (underWay.Peek().IsCompleted || underWay.Count == MostUnderWay || !await FirstOf(next, underWay.Peek())))
            {
                await responseStream.WriteAsync(new CheckStreamResponse { Check = await underWay.Dequeue() }, context.CancellationToken);
                continue;
            }
            if (!await next) break;
            if (requestStream.Current.Check is not { } check) throw Refused("a question of a stream has its check");
            underWay.Enqueue(Answer(check));
            next = requestStream.MoveNext(context.CancellationToken);
        }
        while (underWay.TryDequeue(out var answer)) await responseStream.WriteAsync(new CheckStreamResponse { Check = await answer }, context.CancellationToken);
    }

    // True when the next question came first.
    private static async Task<bool> FirstOf(Task<bool> question, Task answer) => await Task.WhenAny(question, answer) == question && question.Result;

    private async Task<CheckResponse> Answer(CheckRequest request)
    {
        var began = Stopwatch.GetTimestamp();
        if (!Identity.TryParse(request.OrderId, out var order) || order.IsNone) throw Refused("order_id must be 32 hexadecimal digits, not all of them 0");
        if (request.Side.FromWire() is not { } side) throw Refused("side must be SIDE_BUY or SIDE_SELL");
        if (request.Quantity < 0) throw Refused("quantity must be above 0, in units of 10^-9, or 0 for another price alone");
        if (request.Limit < 0) throw Refused("limit must be above 0, in units of 10^-9, or 0 at the market");
        if (!byName.TryGetValue(request.Book, out var book)) return Denied(request, DenialCode.UnknownBook);
        if (!instruments.TryGet(request.Instrument, out var instrument)) return Denied(request, DenialCode.UnknownInstrument);
        var check = new RiskCheck(order, book, instrument.Index, side, new(request.Quantity), new(request.Limit), request.ReduceOnly);
        if (!await risk.Ask(book, check, Activity.Current?.Id) || risk.Look(book, (RiskDecider r) => r.AnswerTo(order)) is not { } answer)
            throw new RpcException(new Status(StatusCode.FailedPrecondition, $"this instance does not own the risk of {request.Book}, or just lost it: ask the owner that noderr.risk names"));
        latencies[book].RecordSince(began);
        return new CheckResponse
        {
            OrderId = request.OrderId,
            Approved = answer.Denial == DenialCode.None,
            Code = (Wire.DenialCode)answer.Denial,
            Value = answer.Value,
            Limit = answer.Limit,
        };
    }

    private static CheckResponse Denied(CheckRequest request, DenialCode code) => new() { OrderId = request.OrderId, Code = (Wire.DenialCode)code };

    private static RpcException Refused(string what) => new(new Status(StatusCode.InvalidArgument, what));
}
