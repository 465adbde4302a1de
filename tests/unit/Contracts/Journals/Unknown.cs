namespace Noderr.Tests.Unit.Contracts.Journals;

/// <summary>Fields of a later version, one of each wire type, under the numbers 99 to 103.</summary>
internal static class Unknown
{
    public static readonly byte[] Fields =
    [
        0x98, 0x06, 0xFF, 0xFF, 0x03,
        0xA1, 0x06, 1, 2, 3, 4, 5, 6, 7, 8,
        0xAA, 0x06, 2, 0xFF, 0xFF,
        0xB3, 0x06, 0x08, 0x01, 0xB3, 0x06, 0xB4, 0x06, 0xB4, 0x06,
        0xBD, 0x06, 1, 2, 3, 4,
    ];

    public static byte[] Length(byte[] of) => of.Length < 0x80 ? [(byte)of.Length] : [(byte)(of.Length | 0x80), (byte)(of.Length >> 7)];
}
