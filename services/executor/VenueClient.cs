using System.Diagnostics;
using Grpc.Core;
using Noderr.Contracts.Venue.V1;
using Noderr.Contracts.Wire;
using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;
using Noderr.Hosting;
using Noderr.Hosting.Grpc;
using Noderr.Hosting.Metrics;
using Noderr.Venues;
using ReportKind = Noderr.Venues.ReportKind;

namespace Noderr.Executor;

/// <summary>A venue that is called by gRPC. Null where nobody knows what the venue made of a call.</summary>
public sealed class VenueClient(VenueSettings settings, GrpcClients clients, InstrumentCatalog instruments, Meters meters)
{
    private readonly VenueService.VenueServiceClient venue = new(clients.At(settings.Url.GetLeftPart(UriPartial.Authority)));

    private readonly Dictionary<string, LatencyRecorder> latencies = instruments.Select(i => i.Venue).Distinct().ToDictionary(v => v, v => meters.Latency(Telemetry.VenueLatency, v));

    public async Task<IReadOnlyList<VenueReport>?> Submit(VenueOrder order)
    {
        var request = new SubmitRequest
        {
            ClientOrderId = Identities.ClientOrder(order.Order).ToString(),
            Instrument = instruments[order.Instrument].Id,
            Side = order.Side.ToWire(),
            Quantity = order.Quantity.Units,
            Limit = order.Limit.Units,
        };
        try
        {
            var began = Stopwatch.GetTimestamp();
            var answer = await venue.SubmitAsync(request, deadline: Deadline);
            latencies[instruments[order.Instrument].Venue].RecordSince(began);
            return Reports(order.Order, answer.Reports);
        }
        // What the venue refuses to look at has not been traded; everything else may have been.
        catch (RpcException e) when (e.StatusCode is StatusCode.InvalidArgument or StatusCode.Unauthenticated or StatusCode.PermissionDenied or StatusCode.Unimplemented)
        {
            return [new VenueReport(ReportKind.Rejected, order.Order, default, default, default, 0, Timestamp.From(DateTimeOffset.UtcNow))];
        }
        catch (RpcException)
        {
            return null;
        }
    }

    public async Task<IReadOnlyList<VenueReport>?> Query(Identity order)
    {
        try
        {
            return Reports(order, (await venue.QueryAsync(new QueryRequest { ClientOrderId = Identities.ClientOrder(order).ToString() }, deadline: Deadline)).Reports);
        }
        catch (RpcException)
        {
            return null;
        }
    }

    private DateTime Deadline => DateTime.UtcNow + settings.Patience;

    private static VenueReport[] Reports(Identity order, IReadOnlyList<Report> reports) =>
        [.. reports.Where(r => Kind(r.Kind) is not null).Select(r => new VenueReport(Kind(r.Kind)!.Value, order, new(r.Quantity), new(r.Price), new(r.Fee), r.Trade, new(r.TsEvent)))];

    private static ReportKind? Kind(Contracts.Venue.V1.ReportKind kind) => kind switch
    {
        Contracts.Venue.V1.ReportKind.Accepted => ReportKind.Accepted,
        Contracts.Venue.V1.ReportKind.Rejected => ReportKind.Rejected,
        Contracts.Venue.V1.ReportKind.Filled => ReportKind.Filled,
        Contracts.Venue.V1.ReportKind.Canceled => ReportKind.Canceled,
        Contracts.Venue.V1.ReportKind.NotKnown => ReportKind.NotKnown,
        _ => null,
    };
}
