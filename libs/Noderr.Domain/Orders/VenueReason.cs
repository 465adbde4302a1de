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

    /// <summary>Those that it is tied to have traded all there was to trade.</summary>
    Linked,
}
