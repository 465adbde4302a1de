using Noderr.Domain.Numbers;

namespace Noderr.Domain.Depth;

/// <summary>
/// The middle size of what comes by, in one number: it goes up by a thirty-second where something is larger and down where it is smaller (the frugal median of
/// Ma, Muthukrishnan and Sandler). Whales don't draw it with them as they would a mean.
/// </summary>
public sealed class TypicalSize(int warmUp)
{
    // At first in large steps: the size that came first may be far off.
    private const int Steps = 32, FirstSteps = 4;

    private long units, seen;

    /// <summary>Nothing before enough has come by.</summary>
    public Quantity Value => seen < warmUp ? Quantity.Zero : new Quantity(units);

    public void Add(Quantity size)
    {
        if (size.Sign <= 0) return;
        if (seen++ == 0) units = size.Units;
        var step = Math.Max(1, units / (seen <= warmUp / 2 ? FirstSteps : Steps));
        if (size.Units > units) units += Math.Min(step, size.Units - units);
        else if (size.Units < units) units -= Math.Min(step, units - size.Units);
    }
}
