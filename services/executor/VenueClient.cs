using System.Diagnostics;
using Google.Protobuf.Collections;
using Grpc.Core;
using Noderr.Contracts.Venue.V1;
using Noderr.Contracts.Wire;
using Noderr.Domain.Books;
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
public sealed class VenueClient(VenueSettings settings, GrpcClients clients, InstrumentCatalog instruments, Book[] books, Meters meters)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly VenueService.VenueServiceClient venue = new(clients.At(settings.Url.GetLeftPart(UriPartial.Authority)));

    private readonly Dictionary<string, LatencyRecorder> latencies = instruments.Select(i => i.Venue).Distinct().ToDictionary(v => v, v => meters.Latency(Telemetry.VenueLatency, v));

    public async Task<IReadOnlyList<VenueReport>?> Submit(VenueOrder order)
    {
        var request = new SubmitRequest
        {
            ClientOrderId = order.Order.ToString(),
            Account = books[order.Account].Name,
            Instrument = instruments[order.Instrument].Id,
            Side = order.Side.ToWire(),
            Quantity = order.Quantity.Units,
            Terms = order.Terms.ToWire(),
        };
        var began = Stopwatch.GetTimestamp();
        var reports = await Told(order.Order, ReportKind.Rejected, async () => (await venue.SubmitAsync(request, deadline: Deadline)).Reports);
        if (reports is not null) latencies[instruments[order.Instrument].Venue].RecordSince(began);
        return reports;
    }

    public Task<IReadOnlyList<VenueReport>?> Amend(VenueAmendment amendment)
    {
        var request = new AmendRequest
        {
            ClientOrderId = amendment.Order.ToString(),
            Quantity = amendment.Quantity.Units,
            Limit = amendment.Limit.Units,
            Trigger = amendment.Trigger.Units,
            LinkMost = amendment.LinkMost.Units,
        };
        return Told(amendment.Order, ReportKind.ModifyRejected, async () => (await venue.AmendAsync(request, deadline: Deadline)).Reports);
    }

    public Task<IReadOnlyList<VenueReport>?> Cancel(Identity order) =>
        Told(order, ReportKind.CancelRejected, async () => (await venue.CancelAsync(new CancelRequest { ClientOrderId = order.ToString() }, deadline: Deadline)).Reports);

    public async Task<IReadOnlyList<VenueReport>?> Query(Identity order)
    {
        try
        {
            return Read((await venue.QueryAsync(new QueryRequest { ClientOrderId = order.ToString() }, deadline: Deadline)).Reports);
        }
        catch (RpcException)
        {
            return null;
        }
    }

    /// <summary>What an account was told after that number, and the number of the last of it; waits for it, but not for ever.</summary>
    public async Task<(IReadOnlyList<VenueReport> Reports, long Last)?> Reports(int account, long after, CancellationToken cancel)
    {
        try
        {
            var request = new ReportsRequest { Account = books[account].Name, After = after, WaitMilliseconds = (long)LongestWait.TotalMilliseconds };
            var answer = await venue.ReportsAsync(request, deadline: DateTime.UtcNow + LongestWait + settings.Patience, cancellationToken: cancel);
            return (Read(answer.Reports), answer.Reports.Count > 0 ? answer.Reports[^1].Number : after);
        }
        catch (RpcException)
        {
            return null;
        }
    }

    private DateTime Deadline => DateTime.UtcNow + settings.Patience;

    private static async Task<IReadOnlyList<VenueReport>?> Told(Identity order, ReportKind refused, Func<Task<RepeatedField<Report>>> call)
    {
        try
        {
            return Read(await call());
        }
        // What the venue refuses to look at has not been done; everything else may have been.
        catch (RpcException e) when (e.StatusCode is StatusCode.InvalidArgument or StatusCode.Unauthenticated or StatusCode.PermissionDenied or StatusCode.Unimplemented)
        {
            return [new VenueReport(refused, order, default, default, default, 0, Timestamp.From(DateTimeOffset.UtcNow))];
        }
        catch (RpcException)
        {
            return null;
        }
    }

    private static VenueReport[] Read(RepeatedField<Report> reports) => [.. reports.Select(r => r.FromWire()).OfType<VenueReport>()];
}
