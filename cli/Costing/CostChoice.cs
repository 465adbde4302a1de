using System.Globalization;
using Noderr.Cli.Kafka.Client;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;
using Noderr.Hosting.Configuration;
using Noderr.Hosting.Journals;
using Noderr.Routing.Costs;

namespace Noderr.Cli.Costing;

/// <summary>Which orders are looked at; what is null does not choose.</summary>
internal sealed record CostChoice(Timestamp? Since, Timestamp? Until, string? Book, string? Strategy, string? Venue, Identity? Order)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(10_000);

    /// <summary>A time as 2026-11-27T15:00:00Z or 2026-11-27, UTC where it says nothing else; or how long ago, as 90s, 15m, 2h or 7d.</summary>
    public static Timestamp? Time(string? text, string option, DateTimeOffset now)
    {
        if (text is null) return null;
        if (Duration.TryParse(text) is { } ago && ago < Longest) return Timestamp.From(now) - ago;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && time.Year is > 1970 and < 2200
            ? Timestamp.From(time)
            : throw new CannotException($"{option}: '{text}' is no time: give one as 2026-11-27T15:00:00Z, or how long ago as 90s, 15m, 2h, 7d");
    }

    /// <exception cref="CannotException">There is nothing of that name.</exception>
    public Func<OrderRecord, bool> Of(JournalCatalog catalog)
    {
        Require("--book", Book, catalog.Books.Select(b => b.Name));
        Require("--strategy", Strategy, catalog.Books.SelectMany(b => b.Strategies).Select(s => s.Name));
        Require("--venue", Venue, catalog.Instruments.Select(i => i.Venue));
        return order => (Since is not { } since || order.Made >= since) && (Until is not { } until || order.Made < until)
            && (Book is null || catalog.Books[order.Book].Name == Book)
            && (Strategy is null || catalog.Books[order.Book].Strategies[order.Strategy].Name == Strategy)
            && (Venue is null || catalog.Instruments[order.Instrument].Venue == Venue)
            && (Order is not { } name || order.Id == name || order.Cause == name);
    }

    private static void Require(string option, string? given, IEnumerable<string> known)
    {
        var names = known.Distinct(StringComparer.Ordinal).ToArray();
        if (given is not null && !names.Contains(given)) throw new CannotException($"{option}: there is no {given}; there is {string.Join(", ", names)}");
    }
}
