using Noderr.Contracts.Wire;
using Noderr.Domain.Events;
using Noderr.Domain.Numbers;
using Noderr.Journal.Entries;
using Wired = Noderr.Contracts.Compliance.V1;

namespace Noderr.Contracts.Journals;

/// <summary>Journals are called by their names here: an audit covers what this installation may not know.</summary>
public sealed class ComplianceCodec() : EntryCodec<ComplianceEvent>(Wired.ComplianceEntry.Descriptor, fewest: Room.Least + Digest.Bytes)
{
    private protected override int RoomFor(in ComplianceEvent e) => Room.Text(e.Journal) + 4 * Room.Number + Room.Bytes(Digest.Bytes);

    private protected override void Write(ref ProtoWriter writer, in ComplianceEvent e)
    {
        Span<byte> hash = stackalloc byte[Digest.Bytes];
        e.Hash.Write(hash);
        writer.Text(Wired.ComplianceEvent.JournalFieldNumber, e.Journal);
        writer.Int64(Wired.ComplianceEvent.PartitionFieldNumber, e.Partition);
        writer.Int64(Wired.ComplianceEvent.FirstOffsetFieldNumber, e.FirstOffset);
        writer.Int64(Wired.ComplianceEvent.LastOffsetFieldNumber, e.LastOffset);
        writer.Bytes(Wired.ComplianceEvent.HashFieldNumber, hash);
        writer.Int64(Wired.ComplianceEvent.TsEventFieldNumber, e.At.Nanoseconds);
    }

    private protected override ComplianceEvent Read(ref ProtoReader reader)
    {
        var journal = "";
        var partition = 0;
        long first = 0, last = 0, at = 0;
        ReadOnlySpan<byte> hash = default;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case Wired.ComplianceEvent.JournalFieldNumber: journal = reader.Text(); break;
                case Wired.ComplianceEvent.PartitionFieldNumber: partition = reader.Int32(); break;
                case Wired.ComplianceEvent.FirstOffsetFieldNumber: first = reader.Int64(); break;
                case Wired.ComplianceEvent.LastOffsetFieldNumber: last = reader.Int64(); break;
                case Wired.ComplianceEvent.HashFieldNumber: hash = reader.Bytes(); break;
                case Wired.ComplianceEvent.TsEventFieldNumber: at = reader.Int64(); break;
                default: reader.Skip(); break;
            }
        }
        if (hash.Length != Digest.Bytes) throw new EntryFormatException($"a seal's hash has {hash.Length} bytes in place of {Digest.Bytes}");
        return new ComplianceEvent(journal, partition, first, last, Digest.From(hash), new(at));
    }
}
