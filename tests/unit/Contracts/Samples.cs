using CsCheck;
using Noderr.Contracts.Names;
using Noderr.Domain.Algorithms;
using Noderr.Domain.Books;
using Noderr.Domain.Events;
using Noderr.Domain.Instruments;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;
using Proto = Noderr.Contracts.Types.V1;

namespace Noderr.Tests.Unit.Contracts;

/// <summary>Two books, a few instruments, and the values that make protobuf's edges.</summary>
internal static class Samples
{
    public static readonly InstrumentCatalog Instruments = new(
        new[] { ("BTC-USD", "COINBASE"), ("€URO-株", "東京"), (new string('L', 130), "LONG"), ("A", "B") }
            .Select(n => new Instrument(0, n.Item1, n.Item2, Price.Parse("0.01"), Quantity.Parse("1"))));

    public static readonly IReadOnlyList<Book> Books = [Book(0, "majors", "reversion", "momentum"), Book(1, "ångström", "momentum")];

    public static readonly NameDirectory Names = new(Instruments, Books);

    public static readonly Gen<int> Instrument = Gen.Int[0, Instruments.Count - 1];

    public static readonly Gen<(int Book, int Strategy)> Owner = Gen.OneOf((0, 0), (0, 1), (1, 0));

    public static readonly Gen<long> Number = Gen.OneOf(Gen.OneOf<long>(0, 1, -1, 127, 128, long.MaxValue, long.MinValue), Gen.Long[0, 1_000_000_000_000_000], Gen.Long);

    public static readonly Gen<double> Real = Gen.OneOf(Gen.OneOf<double>(0, -0.0, double.NaN, double.NegativeInfinity, double.Epsilon), Gen.Double);

    public static readonly Gen<Price> Price_ = Number.Select(n => new Price(n));

    public static readonly Gen<Quantity> Quantity_ = Number.Select(n => new Quantity(n));

    public static readonly Gen<Timestamp> Time = Gen.OneOf(Gen.Const(1_764_000_000_123_456_789), Number).Select(n => new Timestamp(n));

    public static readonly Gen<Side> Side_ = Gen.OneOf(Side.Buy, Side.Sell);

    public static readonly Gen<Identity> Identity_ = Gen.Select(Number, Number, (a, b) => new Identity(new UInt128((ulong)a, (ulong)b)));

    public static readonly Gen<DenialCode> Denial = Gen.OneOf([.. Enum.GetValues<DenialCode>().Where(c => c != DenialCode.None)]);

    public static readonly Gen<AlgorithmTerms?> Algorithm_ = Gen.OneOf(
        Gen.Const((AlgorithmTerms?)null),
        Gen.Select(
            Gen.Select(Gen.Enum<AlgorithmKind>(), Time, Time, Gen.Int), Gen.Select(Gen.Int, Gen.Int, Gen.Int, Gen.Int.Array[0, 300]), Gen.Double, Quantity_, Gen.Int, Gen.Bool,
            (kind, millionths, urgency, display, retry, leaves) => (AlgorithmTerms?)new AlgorithmTerms
            {
                Kind = kind.Item1,
                Start = kind.Item2,
                End = kind.Item3,
                Slices = kind.Item4,
                JitterMillionths = millionths.Item1,
                CatchUpMillionths = millionths.Item2,
                ShareMillionths = millionths.Item3,
                Profile = millionths.Item4,
                Urgency = urgency == 0 ? 0 : urgency,
                Display = display,
                Retry = new TimeSpan(retry),
                LeavesRest = leaves,
            }));

    public static readonly Gen<OrderTerms> Terms_ = Gen.OneOf(
        Gen.Const(default(OrderTerms)),
        Gen.Select(
            Gen.Select(Gen.Enum<OrderType>(), Gen.Enum<TimeInForce>(), Gen.Enum<TriggerBy>()), Gen.Select(Price_, Price_, Price_, Price_), Quantity_, Gen.Bool, Gen.Bool, Gen.Select(Time, Gen.OneOf(Gen.Const(Identity.None), Identity_), Quantity_),
            (kinds, prices, display, postOnly, reduceOnly, rest) => new OrderTerms
            {
                Type = kinds.Item1,
                TimeInForce = kinds.Item2,
                TriggerBy = kinds.Item3,
                Limit = prices.Item1,
                Trigger = prices.Item2,
                Trail = prices.Item3,
                LimitOffset = prices.Item4,
                Display = display,
                IsPostOnly = postOnly,
                IsReduceOnly = reduceOnly,
                Expires = rest.Item1,
                Link = rest.Item2,
                LinkMost = rest.Item3,
            }));

    public static readonly Gen<string> Text = Gen.OneOf(Gen.OneOf("", "größer als 5 €", "🚀", new string('é', 100)), Gen.String[Gen.Char[' ', '~'], 0, 20]);

    private static Book Book(int index, string name, params string[] strategies) =>
        new(index, name, [.. strategies.Select(s => new StrategyDeclaration(s, StrategyKind.Momentum, [0], Quantity.Parse("1"), 1, 1))], new Limits());

    public static Proto.AlgorithmTerms? ToWire(AlgorithmTerms? t) => t is null ? null : new Proto.AlgorithmTerms
    {
        Kind = (Proto.AlgorithmKind)((int)t.Kind + 1),
        Start = t.Start.Nanoseconds,
        End = t.End.Nanoseconds,
        Slices = t.Slices,
        JitterMillionths = t.JitterMillionths,
        CatchUpMillionths = t.CatchUpMillionths,
        ProfileMillionths = { t.Profile },
        ShareMillionths = t.ShareMillionths,
        Urgency = t.Urgency,
        Display = t.Display.Units,
        Retry = t.Retry.Ticks * 100,
        LeavesRest = t.LeavesRest,
    };
}
