using System.Diagnostics;

namespace Noderr.Tests.Bench;

/// <summary>How fast this machine is at this moment: two loops that never change, by which figures of different days can be compared.</summary>
internal static class Calibration
{
    private const int Steps = 100_000_000, CopyMegabytes = 64, Copies = 16;

    public static readonly Line Arithmetic = new("arithmetic", [("calibration: xorshift", "ns/step", false)], () =>
    {
        var state = 88172645463325252UL;
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < Steps; i++)
        {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
        }
        var took = clock.Elapsed;
        // Without a use of the outcome the compiler might leave the loop out.
        return [state == 0 ? double.NaN : took.TotalNanoseconds / Steps];
    });

    public static readonly Line MemoryCopy = new("memory", [("calibration: memory copy", "GB/s", true)], () =>
    {
        var (from, to) = (new byte[CopyMegabytes << 20], new byte[CopyMegabytes << 20]);
        from.CopyTo(to, 0);
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < Copies; i++) from.CopyTo(to, 0);
        return [(double)Copies * from.Length / clock.Elapsed.TotalNanoseconds];
    });
}
