namespace Noderr.Cli.Costing;

/// <summary>Values on one side, places in the picture on the other.</summary>
internal readonly record struct PlotAxis(double Least, double Most, double From, double To)
{
    public double At(double value) => From + (value - Least) / (Most - Least) * (To - From);

    /// <summary>Round values, some eight of them.</summary>
    public IEnumerable<double> Ticks()
    {
        var rough = (Most - Least) / 8;
        var magnitude = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = magnitude * (rough / magnitude < 1.5 ? 1 : rough / magnitude < 3.5 ? 2 : rough / magnitude < 7.5 ? 5 : 10);
        for (var k = Math.Ceiling(Least / step - 1e-9); k * step <= Most + step * 1e-9; k++) yield return k * step;
    }

    /// <summary>From the least to the most of the values and 0, with some room; of something where all are the same.</summary>
    public static PlotAxis Around(IEnumerable<double> values, double from, double to)
    {
        var (least, most) = values.Aggregate((Least: 0.0, Most: 0.0), (r, v) => (Math.Min(r.Least, v), Math.Max(r.Most, v)));
        var room = Math.Max((most - least) * 0.04, 0.05);
        return new PlotAxis(least - room, most + room, from, to);
    }
}
