using Noderr.Hosting;
using Noderr.Hosting.Configuration;
using Noderr.Hosting.Journals;

namespace Noderr.Feature;

public static class Composition
{
    public static readonly Section[] Sections = [];

    public static void Build(NoderrService service) => service.Owns(c => c.Features, (c, shard) =>
    {
        var decider = new FeatureDecider(c.Instruments.Count);
        return c.Features.Plan(shard, decider).Reads(c.Market, shard, decider);
    });
}
