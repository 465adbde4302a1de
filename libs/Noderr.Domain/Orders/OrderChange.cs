namespace Noderr.Domain.Orders;

/// <summary>What happens to an order.</summary>
public enum OrderChange : byte
{
    Denied,
    Emulated,
    Released,
    Submitted,
    Accepted,
    Rejected,
    PendingUpdate,
    PendingCancel,
    ModifyRejected,
    CancelRejected,
    Updated,
    Triggered,
    Canceled,
    Expired,
    Filled,
}

/// <summary>Whose word it is.</summary>
public enum OrderSource : byte
{
    /// <summary>Our own: what we decided, or gave up.</summary>
    Local,

    /// <summary>The venue's.</summary>
    Venue,

    /// <summary>Concluded from what the venue says of the whole, where its word on this is missing.</summary>
    Reconciliation,
}

/// <summary>What a change came to.</summary>
public enum OrderVerdict : byte
{
    Applied,

    /// <summary>Known before, or overtaken by what came since.</summary>
    NothingNew,

    /// <summary>Can't be where the order stands: a mistake of whoever says it.</summary>
    Refused,
}
