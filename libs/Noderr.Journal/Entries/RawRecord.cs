using Noderr.Domain.Numbers;

namespace Noderr.Journal.Entries;

/// <summary>A record of a journal as it lies there, whether it counts or not. Its digest covers all of it.</summary>
public readonly record struct RawRecord(string Journal, int Partition, long Offset, Digest Digest);
