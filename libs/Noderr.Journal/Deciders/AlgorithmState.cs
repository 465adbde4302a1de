using Noderr.Domain.Algorithms;

namespace Noderr.Journal.Deciders;

/// <summary>How an order is worked, in a decider's state.</summary>
public static class AlgorithmState
{
    public static StateWriter Algorithm(this StateWriter state, AlgorithmTerms t)
    {
        state.Int32((int)t.Kind).Int64(t.Start.Nanoseconds).Int64(t.End.Nanoseconds).Int32(t.Slices).Int32(t.JitterMillionths).Int32(t.CatchUpMillionths)
            .Int32(t.ShareMillionths).Int64(BitConverter.DoubleToInt64Bits(t.Urgency)).Int64(t.Display.Units).Int64(t.Retry.Ticks).Bool(t.LeavesRest).Int32(t.Profile.Count);
        foreach (var share in t.Profile) state.Int32(share);
        return state;
    }

    public static AlgorithmTerms Algorithm(this ref StateReader state)
    {
        var terms = new AlgorithmTerms
        {
            Kind = (AlgorithmKind)state.Int32(),
            Start = new(state.Int64()),
            End = new(state.Int64()),
            Slices = state.Int32(),
            JitterMillionths = state.Int32(),
            CatchUpMillionths = state.Int32(),
            ShareMillionths = state.Int32(),
            Urgency = BitConverter.Int64BitsToDouble(state.Int64()),
            Display = new(state.Int64()),
            Retry = new(state.Int64()),
            LeavesRest = state.Bool(),
        };
        var profile = new int[state.Int32()];
        for (var i = 0; i < profile.Length; i++) profile[i] = state.Int32();
        return terms with { Profile = profile };
    }
}
