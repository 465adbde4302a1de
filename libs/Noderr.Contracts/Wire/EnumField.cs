using Noderr.Journal.Entries;

namespace Noderr.Contracts.Wire;

/// <summary>A value of an enumeration whose numbers run from 0 to its last.</summary>
internal static class EnumField
{
    /// <exception cref="EntryFormatException">It is none that this version knows.</exception>
    public static int Parse(int value, int last, string what) => value >= 0 && value <= last ? value : throw new EntryFormatException($"{what} is none that this version knows");
}
