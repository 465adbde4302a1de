using Noderr.Venues;

namespace Noderr.Simulation.Venues;

/// <summary>What a venue must remember to say the same again: an order as it came, and one thing that was said of it.</summary>
public readonly record struct VenueRecord(VenueOrder Order, VenueReport Report);
