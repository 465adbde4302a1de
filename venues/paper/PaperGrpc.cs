using Grpc.Core;
using Noderr.Contracts.Venue.V1;
using Noderr.Contracts.Wire;
using Noderr.Domain.Books;
using Noderr.Domain.Instruments;
using Noderr.Domain.Orders;

namespace Noderr.Venues.Paper;

public sealed class PaperGrpc(PaperDesk desk, InstrumentCatalog instruments, Book[] books) : VenueService.VenueServiceBase
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    public override Task<SubmitResponse> Submit(SubmitRequest request, ServerCallContext context)
    {
        var order = Parse(request.ClientOrderId);
        if (!instruments.TryGet(request.Instrument, out var instrument)) throw Refused($"there is no instrument {request.Instrument}");
        if (request.Side.FromWire() is not { } side) throw Refused("side must be SIDE_BUY or SIDE_SELL");
        if ((request.Terms ?? new()).FromWire() is not { } terms) throw Refused("the terms have a type, a time in force or a trigger price that this venue does not know");
        var response = new SubmitResponse();
        response.Reports.AddRange(desk.Submit(new VenueOrder(order, AccountOf(request.Account), instrument.Index, side, new(request.Quantity), terms)).Select(r => r.ToWire()));
        return Task.FromResult(response);
    }

    public override Task<AmendResponse> Amend(AmendRequest request, ServerCallContext context)
    {
        if (request.Quantity < 0 || request.Limit < 0 || request.Trigger < 0 || request.LinkMost < 0) throw Refused("quantities and prices must not be below 0, in units of 10^-9");
        var response = new AmendResponse();
        response.Reports.AddRange(desk.Amend(new VenueAmendment(Parse(request.ClientOrderId), new(request.Quantity), new(request.Limit), new(request.Trigger), new(request.LinkMost))).Select(r => r.ToWire()));
        return Task.FromResult(response);
    }

    public override Task<CancelResponse> Cancel(CancelRequest request, ServerCallContext context)
    {
        var response = new CancelResponse();
        response.Reports.AddRange(desk.Cancel(Parse(request.ClientOrderId)).Select(r => r.ToWire()));
        return Task.FromResult(response);
    }

    public override Task<QueryResponse> Query(QueryRequest request, ServerCallContext context)
    {
        var response = new QueryResponse();
        response.Reports.AddRange(desk.Query(Parse(request.ClientOrderId)).Select(r => r.ToWire()));
        return Task.FromResult(response);
    }

    public override async Task<ReportsResponse> Reports(ReportsRequest request, ServerCallContext context)
    {
        var wait = TimeSpan.FromMilliseconds(Math.Clamp(request.WaitMilliseconds, 0, (long)LongestWait.TotalMilliseconds));
        var response = new ReportsResponse();
        response.Reports.AddRange((await desk.Reports(AccountOf(request.Account), request.After, wait, context.CancellationToken)).Select(r => r.Report.ToWire(r.Number)));
        return response;
    }

    public override Task<AccountResponse> Account(AccountRequest request, ServerCallContext context)
    {
        var (holdings, orders, repeated, late, trades) = desk.Account();
        var response = new AccountResponse { Orders = orders, RepeatedOrders = repeated, LateOrders = late, Trades = trades };
        response.Holdings.AddRange(instruments.Where(i => holdings[i.Index].Sign != 0).Select(i => new Holding { Instrument = i.Id, Quantity = holdings[i.Index].Units }));
        return Task.FromResult(response);
    }

    private int AccountOf(string name) =>
        books.FirstOrDefault(b => b.Name == name)?.Index ?? throw Refused($"there is no account {name}: each book has one under its name");

    private static Identity Parse(string id) =>
        Identity.TryParse(id, out var order) && !order.IsNone ? order : throw Refused("client_order_id must be 32 hexadecimal digits, not all of them 0");

    private static RpcException Refused(string what) => new(new Status(StatusCode.InvalidArgument, what));
}
