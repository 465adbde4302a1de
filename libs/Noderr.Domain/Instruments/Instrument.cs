using Noderr.Domain.Numbers;

namespace Noderr.Domain.Instruments;

/// <summary>What can be traded at one venue, under the name <c>SYMBOL@VENUE</c>. <see cref="Index"/> is its place in this process's arrays.</summary>
public sealed record Instrument(int Index, string Symbol, string Venue, Price Tick, Quantity Lot)
{
    public string Id => $"{Symbol}@{Venue}";

    public Quantity MinQuantity { get; init; } = Lot;

    public Quantity MaxQuantity { get; init; } = new(long.MaxValue);

    /// <summary>The taker's fee in millionths of what was paid.</summary>
    public long FeeMillionths { get; init; }

    /// <summary>The fee of who waited in the book; below zero where he is paid for it.</summary>
    public long MakerFeeMillionths { get; init; }
}
