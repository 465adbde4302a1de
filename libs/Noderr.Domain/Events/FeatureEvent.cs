using Noderr.Domain.Numbers;

namespace Noderr.Domain.Events;

/// <summary>Statistics of an instrument after a quote; they guide decisions and are never added to money.</summary>
public readonly record struct FeatureEvent(
    int Instrument, double Mid, double Microprice, double Fast, double Slow, double Flow, double Volatility, Price Bid, Price Ask, Timestamp At);
