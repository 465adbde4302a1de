namespace Noderr.Domain.Orders;

/// <summary>Why a venue did not do as it was told, or ended an order by itself.</summary>
public enum VenueReason : byte
{
    None,
    BadTerms,
    UnknownInstrument,
    WouldTrade,
    NothingOffered,
    NotWhole,
    SelfTrade,
    NothingToReduce,
    OrderIsOver,
    OutOfOrder,
    Asked,
}
