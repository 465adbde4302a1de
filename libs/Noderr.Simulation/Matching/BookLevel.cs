using Noderr.Domain.Orders;

namespace Noderr.Simulation.Matching;

/// <summary>A price of one side: all that rests there together.</summary>
public readonly record struct BookLevel(Side Side, long Price, long Size, int Orders);
