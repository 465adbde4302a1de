using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;
using Noderr.Venues;
using Wired = Noderr.Contracts.Venue.V1;

namespace Noderr.Contracts.Wire;

/// <summary>A venue's reports in gRPC's messages.</summary>
public static class Reports
{
    private static readonly (ReportKind Here, Wired.ReportKind There)[] kinds =
    [
        (ReportKind.Accepted, Wired.ReportKind.Accepted), (ReportKind.Rejected, Wired.ReportKind.Rejected), (ReportKind.Filled, Wired.ReportKind.Filled),
        (ReportKind.Canceled, Wired.ReportKind.Canceled), (ReportKind.NotKnown, Wired.ReportKind.NotKnown), (ReportKind.Triggered, Wired.ReportKind.Triggered),
        (ReportKind.Updated, Wired.ReportKind.Updated), (ReportKind.ModifyRejected, Wired.ReportKind.ModifyRejected),
        (ReportKind.CancelRejected, Wired.ReportKind.CancelRejected), (ReportKind.Expired, Wired.ReportKind.Expired),
    ];

    public static Wired.Report ToWire(this VenueReport report, long number = 0) => new()
    {
        Kind = kinds.First(k => k.Here == report.Kind).There,
        ClientOrderId = report.Order.ToString(),
        Quantity = report.Quantity.Units,
        Price = report.Price.Units,
        Fee = report.Fee.Units,
        Trade = report.Trade,
        TsEvent = report.At.Nanoseconds,
        Reason = (Types.V1.VenueReason)report.Reason,
        Maker = report.IsMaker,
        Number = number,
    };

    /// <summary>Null where it is of a kind that this version does not know, or names no order.</summary>
    public static VenueReport? FromWire(this Wired.Report report)
    {
        foreach (var (here, there) in kinds)
        {
            if (there != report.Kind || !Identity.TryParse(report.ClientOrderId, out var order)) continue;
            return new VenueReport(here, order, new(report.Quantity), new(report.Price), new Money(report.Fee), report.Trade, new(report.TsEvent))
            {
                Reason = Enum.IsDefined((VenueReason)report.Reason) ? (VenueReason)report.Reason : VenueReason.None,
                IsMaker = report.Maker,
            };
        }
        return null;
    }
}
