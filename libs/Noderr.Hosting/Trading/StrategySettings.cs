using Noderr.Domain.Books;
using Noderr.Domain.Numbers;
using Noderr.Hosting.Configuration;

namespace Noderr.Hosting.Trading;

public sealed record StrategySettings : IValidated
{
    [Setting("its name in the book", Required = true), Name]
    public string Name { get; init; } = "";

    [Setting("what it does", Required = true)]
    public StrategyKind Kind { get; init; }

    [Setting("what it trades, as BTC-USD@ALPHA"), AtLeast(1)]
    public IReadOnlyList<string> Instruments { get; init; } = [];

    [Setting("how much it holds when it is in", Required = true), MoreThanZero]
    public Quantity Size { get; init; } = new(1);

    [Setting("it enters so many volatilities away", Required = true), Within(0.01, 100)]
    public double Enter { get; init; } = 1;

    [Setting("it leaves so many volatilities away", Required = true), Within(0, 100)]
    public double Leave { get; init; }

    public IEnumerable<Violation> Violations(string path)
    {
        if (Name == TradingSettings.Operator) yield return new Violation($"{path}.name", "must not be that of the strategy for orders by hand, which each book has by itself", Name);
        if (Leave >= Enter) yield return new Violation($"{path}.leave", FormattableString.Invariant($"must be less than enter {Enter}"), FormattableString.Invariant($"{Leave}"));
        foreach (var twice in Instruments.GroupBy(i => i).Where(g => g.Count() > 1)) yield return new Violation($"{path}.instruments", "must name each instrument once", twice.Key);
    }
}
