using System.Text.Json;
using Noderr.Domain.Algorithms;
using Noderr.Domain.Orders;

namespace Noderr.Routing.Costs;

/// <summary>How an order was worked, in the words of the command line: by its algorithm, or its type, what limits its time, and whether it was sliced.</summary>
public static class OrderStyle
{
    public static string Of(AlgorithmKind algorithm) => Word(algorithm);

    public static string Of(in OrderTerms terms, int orders)
    {
        // What is at the market does not stay there.
        var time = terms.Type == OrderType.Market ? "" : $" {Word(terms.TimeInForce)}";
        return $"{(orders > 1 ? "sliced " : "")}{Word(terms.Type)}{time}{(terms.IsPostOnly ? " post-only" : "")}";
    }

    private static string Word<T>(T value) where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
