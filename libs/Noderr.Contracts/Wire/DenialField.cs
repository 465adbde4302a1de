using Noderr.Domain.Events;
using Noderr.Journal.Entries;

namespace Noderr.Contracts.Wire;

/// <summary>Denial codes have the same numbers in the contract and in the domain.</summary>
internal static class DenialField
{
    /// <exception cref="EntryFormatException">No reason is given, or one that this version does not know.</exception>
    public static DenialCode Parse(int code) => code is > (int)DenialCode.None and <= (int)DenialCode.TakenBack
        ? (DenialCode)code
        : throw new EntryFormatException($"a denial has the code {code}");
}
