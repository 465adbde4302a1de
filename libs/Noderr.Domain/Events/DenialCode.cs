namespace Noderr.Domain.Events;

/// <summary>Why an order may not be; the numbers are part of the contract.</summary>
public enum DenialCode : byte
{
    None = 0,
    KillSwitch = 1,
    UnknownInstrument = 2,
    UnknownBook = 3,
    NotOnTick = 4,
    NotOnLot = 5,
    TooSmall = 6,
    TooLarge = 7,
    NotionalLimit = 8,
    PositionLimit = 9,
    ExposureLimit = 10,
    OpenOrderLimit = 11,
    NoPrice = 12,
    StalePrice = 13,
    PriceCollar = 14,
    NoOwner = 15,
    NoAnswer = 16,

    /// <summary>Terms that can't be; <c>noderr why</c> has the words.</summary>
    BadTerms = 17,

    /// <summary>Taken back before it was sent.</summary>
    TakenBack = 18,
}
