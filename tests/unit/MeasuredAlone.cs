namespace Noderr.Tests.Unit;

/// <summary>Allocations are counted over the whole process: no other test may run beside.</summary>
[CollectionDefinition(nameof(MeasuredAlone), DisableParallelization = true)]
public sealed class MeasuredAlone;
