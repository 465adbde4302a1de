using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;
using Noderr.Hosting.Configuration;

namespace Noderr.Hosting.Trading;

public sealed record InstrumentSettings : IValidated
{
    [Setting("what is traded, as BTC-USD", Required = true), Name]
    public string Symbol { get; init; } = "";

    [Setting("where it is traded", Required = true), Name]
    public string Venue { get; init; } = "";

    [Setting("smallest step of a price", Required = true), MoreThanZero]
    public Price Tick { get; init; } = new(1);

    [Setting("smallest step of a quantity", Required = true), MoreThanZero]
    public Quantity Lot { get; init; } = new(1);

    [Setting("least quantity of an order; one lot when not set"), MoreThanZero]
    public Quantity? MinQuantity { get; init; }

    [Setting("the taker's fee in millionths of what is paid", Unit = "millionths"), Within(0, 100_000)]
    public long FeeMillionths { get; init; }

    public string Id => $"{Symbol}@{Venue}";

    public IEnumerable<Violation> Violations(string path)
    {
        if (MinQuantity is { } least && !least.IsMultipleOf(Lot)) yield return new Violation($"{path}.min.quantity", $"must be a multiple of the lot {Lot}", $"{least}");
    }

    internal Instrument ToInstrument() => new(0, Symbol, Venue, Tick, Lot) { MinQuantity = MinQuantity ?? Lot, FeeMillionths = FeeMillionths };
}
