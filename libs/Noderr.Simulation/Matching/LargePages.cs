using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Noderr.Simulation.Matching;

/// <summary>
/// Arrays that are read here and there, on Linux in pages of 2 MB where the system lends them: with those of 4 kB a processor spends as long looking for
/// the page as for what is on it, once a million orders rest.
/// </summary>
internal static partial class LargePages
{
    private const int HugePage = 14, Bytes = 1 << 21;

    public static T[] Allocate<T>(int length) where T : unmanaged
    {
        if (!OperatingSystem.IsLinux() || (long)length * Unsafe.SizeOf<T>() < 2 * Bytes) return new T[length];
        // Pinned, since the pages of an array that moves would be no longer its own.
        var array = GC.AllocateUninitializedArray<T>(length, pinned: true);
        var (begin, end) = (Address(array), Address(array) + (nint)length * Unsafe.SizeOf<T>());
        var first = begin + Bytes - 1 & ~(nint)(Bytes - 1);
        // Refused or not: the array is there.
        _ = madvise(first, (end & ~(nint)(Bytes - 1)) - first, HugePage);
        Array.Clear(array);
        return array;
    }

    public static T[] Grow<T>(T[] array) where T : unmanaged
    {
        var grown = Allocate<T>(array.Length * 2);
        array.CopyTo(grown, 0);
        return grown;
    }

    private static nint Address<T>(T[] array) where T : unmanaged => Marshal.UnsafeAddrOfPinnedArrayElement(array, 0);

    [LibraryImport("libc")]
    private static partial int madvise(nint from, nint length, int advice);
}
