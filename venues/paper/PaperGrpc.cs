using Grpc.Core;
using Noderr.Contracts.Venue.V1;
using Noderr.Contracts.Wire;
using Noderr.Domain.Instruments;
using Noderr.Domain.Orders;
using ReportKind = Noderr.Venues.ReportKind;

namespace Noderr.Venues.Paper;

public sealed class PaperGrpc(PaperDesk desk, InstrumentCatalog instruments) : VenueService.VenueServiceBase
{
    public override Task<SubmitResponse> Submit(SubmitRequest request, ServerCallContext context)
    {
        var order = Parse(request.ClientOrderId);
        if (!instruments.TryGet(request.Instrument, out var instrument)) throw Refused($"there is no instrument {request.Instrument}");
        if (request.Side.FromWire() is not { } side) throw Refused("side must be SIDE_BUY or SIDE_SELL");
        if (request.Quantity <= 0 || request.Limit <= 0) throw Refused("quantity and limit must be above 0, in units of 10^-9");
        var response = new SubmitResponse();
        response.Reports.AddRange(desk.Submit(new VenueOrder(order, instrument.Index, side, new(request.Quantity), new(request.Limit))).Select(Report));
        return Task.FromResult(response);
    }

    public override Task<QueryResponse> Query(QueryRequest request, ServerCallContext context)
    {
        var response = new QueryResponse();
        response.Reports.AddRange(desk.Query(Parse(request.ClientOrderId)).Select(Report));
        return Task.FromResult(response);
    }

    public override Task<AccountResponse> Account(AccountRequest request, ServerCallContext context)
    {
        var (holdings, orders, repeated, late, trades) = desk.Account();
        var response = new AccountResponse { Orders = orders, RepeatedOrders = repeated, LateOrders = late, Trades = trades };
        response.Holdings.AddRange(instruments.Where(i => holdings[i.Index].Sign != 0).Select(i => new Holding { Instrument = i.Id, Quantity = holdings[i.Index].Units }));
        return Task.FromResult(response);
    }

    private static Identity Parse(string id) =>
        Identity.TryParse(id, out var order) && !order.IsNone ? order : throw Refused("client_order_id must be 32 hexadecimal digits, not all of them 0");

    private static Report Report(VenueReport r) => new()
    {
        Kind = r.Kind switch
        {
            ReportKind.Accepted => Contracts.Venue.V1.ReportKind.Accepted,
            ReportKind.Rejected => Contracts.Venue.V1.ReportKind.Rejected,
            ReportKind.Filled => Contracts.Venue.V1.ReportKind.Filled,
            ReportKind.Canceled => Contracts.Venue.V1.ReportKind.Canceled,
            _ => Contracts.Venue.V1.ReportKind.NotKnown,
        },
        Quantity = r.Quantity.Units,
        Price = r.Price.Units,
        Fee = r.Fee.Units,
        Trade = r.Trade,
        TsEvent = r.At.Nanoseconds,
    };

    private static RpcException Refused(string what) => new(new Status(StatusCode.InvalidArgument, what));
}
