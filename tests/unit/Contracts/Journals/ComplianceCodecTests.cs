using CsCheck;
using Google.Protobuf;
using Noderr.Contracts.Compliance.V1;
using Noderr.Contracts.Journals;
using Noderr.Domain.Numbers;
using Noderr.Journal.Entries;
using static Noderr.Tests.Unit.Contracts.Samples;
using ComplianceEvent = Noderr.Domain.Events.ComplianceEvent;
using Lease = Noderr.Contracts.Journal.V1.LeaseTaken;
using Wired = Noderr.Contracts.Compliance.V1;

namespace Noderr.Tests.Unit.Contracts.Journals;

public sealed class ComplianceCodecTests() : CodecTests<ComplianceEvent, ComplianceEntry>(new ComplianceCodec(), Seals)
{
    private static readonly Gen<ComplianceEvent> Seals = Gen.Select(
        Text, Gen.Int, Number, Number, Gen.Byte.Array[Digest.Bytes], Time,
        (journal, partition, first, last, hash, at) => new ComplianceEvent(journal, partition, first, last, Digest.From(hash), at));

    [Theory]
    [InlineData(31)]
    [InlineData(33)]
    public void A_hash_has_32_bytes(int length)
    {
        var entry = new ComplianceEntry { Events = { new Wired.ComplianceEvent { Journal = "orders", Hash = ByteString.CopyFrom(new byte[length]) } } };
        Assert.EndsWith($"a seal's hash has {length} bytes in place of 32", Assert.Throws<EntryFormatException>(() => Codec.Decode(entry.ToByteArray())).Message);
    }

    protected override ComplianceEntry Generated(IReadOnlyList<ComplianceEvent> events, Lease? lease) => new() { Lease = lease, Events = { events.Select(One) } };

    private static Wired.ComplianceEvent One(ComplianceEvent e)
    {
        var hash = new byte[Digest.Bytes];
        e.Hash.Write(hash);
        return new()
        {
            Journal = e.Journal,
            Partition = e.Partition,
            FirstOffset = e.FirstOffset,
            LastOffset = e.LastOffset,
            Hash = ByteString.CopyFrom(hash),
            TsEvent = e.At.Nanoseconds,
        };
    }
}
