namespace Noderr.Domain.Orders;

/// <summary>Where an order stands. Whether anybody knows what its venue made of the last word to it is another matter: <see cref="Order.IsUnknown"/>.</summary>
public enum OrderStatus : byte
{
    Initialized,

    /// <summary>Refused by ourselves; it never left.</summary>
    Denied,

    /// <summary>Held by us until its trigger, since the venue can't.</summary>
    Emulated,

    /// <summary>Triggered by us, about to be sent.</summary>
    Released,

    Submitted,
    Accepted,
    Rejected,
    Triggered,
    PendingUpdate,
    PendingCancel,
    PartiallyFilled,
    Filled,
    Canceled,
    Expired,
}

public static class OrderStatuses
{
    /// <summary>Known to nobody but us.</summary>
    public static bool IsLocal(this OrderStatus status) => status is OrderStatus.Initialized or OrderStatus.Emulated or OrderStatus.Released;

    /// <summary>A word to the venue is on its way that it has not answered.</summary>
    public static bool IsInFlight(this OrderStatus status) => status is OrderStatus.Submitted or OrderStatus.PendingUpdate or OrderStatus.PendingCancel;

    /// <summary>At its venue.</summary>
    public static bool IsOpen(this OrderStatus status) =>
        status is OrderStatus.Accepted or OrderStatus.Triggered or OrderStatus.PendingUpdate or OrderStatus.PendingCancel or OrderStatus.PartiallyFilled;

    /// <summary>Over, as far as anybody knows: a fill that comes late still counts.</summary>
    public static bool IsClosed(this OrderStatus status) =>
        status is OrderStatus.Denied or OrderStatus.Rejected or OrderStatus.Filled or OrderStatus.Canceled or OrderStatus.Expired;
}
