namespace Noderr.Simulation.Venues;

/// <summary>Where in the queue the market cancels, which a book by prices does not tell.</summary>
public enum QueueModel : byte
{
    /// <summary>Behind ours, as long as it can: an order moves up only as those before it trade.</summary>
    CancelsBehind,

    /// <summary>Everywhere alike: before and behind ours in proportion to what stands there.</summary>
    CancelsEvenly,
}
