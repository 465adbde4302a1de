using System.Diagnostics;
using Grpc.Core;
using Microsoft.Extensions.Hosting;
using Noderr.Contracts.Risk.V1;
using Noderr.Contracts.Wire;
using Noderr.Domain.Books;
using Noderr.Domain.Events;
using Noderr.Domain.Instruments;
using Noderr.Domain.Orders;
using Noderr.Hosting.Grpc;
using Noderr.Hosting.Journals;
using Noderr.Journal;

namespace Noderr.Router;

/// <summary>Asks the owner of a book's risk about an order, until it answers or patience ends. Who asks twice gets the same answer.</summary>
public sealed class RiskClient(OwnerDirectory owners, GrpcClients clients, InstrumentCatalog instruments, Book[] books, IHostApplicationLifetime life)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10), OneCall = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20), LongestPause = TimeSpan.FromMilliseconds(500);

    /// <exception cref="OperationCanceledException">This process stops: whoever comes after it asks again.</exception>
    public async Task<DenialCode> Ask(OrderEvent order, Identity asked)
    {
        var stop = life.ApplicationStopping;
        var clock = Stopwatch.StartNew();
        var answer = DenialCode.NoOwner;
        for (var backoff = new Backoff(FirstPause, LongestPause); clock.Elapsed < Patience; await Task.Delay(backoff.Next(), stop))
        {
            if (owners.Find("risk", order.Book) is { } owner)
            {
                try
                {
                    var response = await new RiskService.RiskServiceClient(clients.At(owner.Address)).CheckAsync(Question(order, asked), deadline: DateTime.UtcNow + OneCall, cancellationToken: stop);
                    return response.Approved ? DenialCode.None : (DenialCode)response.Code;
                }
                catch (RpcException) when (!stop.IsCancellationRequested)
                {
                    // Whoever owned it is gone, or not yet there: the directory will tell where it went. What stays refused is denied in the end.
                    answer = DenialCode.NoAnswer;
                }
            }
        }
        return answer;
    }

    // Other terms never ask for more than is reserved.
    private CheckRequest Question(OrderEvent order, Identity asked) => new()
    {
        OrderId = asked.ToString(),
        Book = books[order.Book].Name,
        Instrument = instruments[order.Instrument].Id,
        Side = order.Side.ToWire(),
        Quantity = order.Kind == OrderKind.AmendProposed ? 0 : order.Quantity.Units,
        Limit = order.Limit.Units,
        ReduceOnly = order.Terms.IsReduceOnly,
    };
}
