using System.Buffers;
using CsCheck;
using Google.Protobuf;
using Noderr.Contracts.Journals;
using Noderr.Journal.Entries;
using Lease = Noderr.Contracts.Journal.V1.LeaseTaken;

namespace Noderr.Tests.Unit.Contracts.Journals;

/// <summary>What holds for the codec of every journal; the generated class is the judge.</summary>
public abstract class CodecTests<TEvent, TMessage>(EntryCodec<TEvent> codec, Gen<TEvent> events)
    where TEvent : struct
    where TMessage : IMessage<TMessage>, new()
{
    private const int Samples = 2000;

    private static readonly MessageParser<TMessage> Parser = new(() => new TMessage());

    protected EntryCodec<TEvent> Codec { get; } = codec;

    private readonly Gen<Entry<TEvent>> entries = events.Array[0, 5].Select(e => new Entry<TEvent>(EntryKind.Input, 1, 1, default) { Events = e });

    /// <summary>The same content as an object of the generated class.</summary>
    protected abstract TMessage Generated(IReadOnlyList<TEvent> events, Lease? lease);

    [Fact]
    public void Bytes_are_those_of_the_generated_class() => entries.Sample(
        entry =>
        {
            var (ours, theirs) = (Encode(entry), Generated(entry.Events, null));
            Assert.Equal(Convert.ToHexString(theirs.ToByteArray()), Convert.ToHexString(ours));
            Assert.Equal(theirs, Parser.ParseFrom(ours));
        }, iter: Samples);

    [Fact]
    public void What_the_generated_class_writes_is_read() =>
        entries.Sample(entry => Assert.Equal(entry.Events, Codec.Decode(Generated(entry.Events, null).ToByteArray()).Events), iter: Samples);

    [Fact]
    public void All_lists_of_events_are_written_alike() => entries.Sample(
        entry =>
        {
            var expected = Encode(entry);
            Assert.Equal(expected, Encode(entry with { Events = [.. entry.Events] }));
            Assert.Equal(expected, Encode(entry with { Events = new List<TEvent>(entry.Events) }));
            Assert.Equal(expected, Encode(entry with { Events = new System.Collections.ObjectModel.ReadOnlyCollection<TEvent>([.. entry.Events]) }));
        }, iter: 100);

    [Theory]
    [InlineData("", "")]
    [InlineData("risk-0/7f3a", "")]
    [InlineData("risk-0/7f3a", "http://risk-0.risk:5001")]
    [InlineData("ünïcode 150 ..............................................................................................................................", "x")]
    public void A_lease_says_who_took_it(string owner, string address)
    {
        var ours = Encode(new Entry<TEvent>(EntryKind.Lease, 3, 0, default) { Owner = owner, Address = address });
        Assert.Equal(Generated([], new Lease { Owner = owner, Address = address }).ToByteArray(), ours);
        var decoded = Codec.Decode(ours);
        Assert.Equal((owner, address, 0), (decoded.Owner, decoded.Address, decoded.Events.Count));
    }

    [Fact]
    public void A_lease_has_no_events()
    {
        var entry = new Entry<TEvent>(EntryKind.Lease, 3, 0, default) { Events = [events.Single()] };
        Assert.Throws<ArgumentException>(() => Encode(entry));
        Assert.Throws<EntryFormatException>(() => Codec.Decode(Generated(entry.Events, new Lease()).ToByteArray()));
    }

    [Fact]
    public void Fields_that_nobody_knows_are_skipped() => events.Sample(
        e =>
        {
            var inner = Inner(e);
            byte[] longer = [.. inner, .. Unknown.Fields];
            Assert.Equal([e], Codec.Decode([0x12, .. Unknown.Length(longer), .. longer, .. Unknown.Fields]).Events);
        }, iter: 100);

    /// <summary>As protobuf has it: later fields replace, messages under one number merge, another number of a oneof clears the first.</summary>
    [Fact]
    public void Fields_that_stand_twice_are_merged() => Gen.Select(events, events, events).Sample(
        (a, b, c) =>
        {
            byte[] merged = [.. Inner(a), .. Inner(b), .. Inner(c)];
            CheckAgainstGenerated([0x12, .. Unknown.Length(merged), .. merged]);
        }, iter: Samples);

    /// <summary>Either the bytes are refused, or they mean what the generated class reads from them.</summary>
    [Fact]
    public void Damaged_bytes_are_refused_or_mean_the_same_to_both() => Gen.Select(entries, Damage.Gen).Sample(
        (entry, damage) => CheckAgainstGenerated(damage.Do(Encode(entry))), iter: 5 * Samples);

    [Fact]
    public void Random_bytes_are_refused_or_mean_the_same_to_both() => Gen.Byte.Array[0, 60].Sample(CheckAgainstGenerated, iter: 5 * Samples);

    [Fact]
    public void Random_bytes_in_an_event_are_refused_or_mean_the_same_to_both() =>
        Gen.Byte.Array[0, 60].Sample(inner => CheckAgainstGenerated([0x12, (byte)inner.Length, .. inner]), iter: 5 * Samples);

    [Fact]
    public void Every_cut_inside_of_an_event_is_refused() => events.Sample(
        e =>
        {
            var whole = Encode(Of(e));
            for (var length = 1; length < whole.Length; length++) Assert.Throws<EntryFormatException>(() => Codec.Decode(whole.AsSpan(0, length)));
        }, iter: 20);

    [Fact]
    public void Encoding_allocates_nothing()
    {
        var entry = Many(1000);
        var into = new ArrayBufferWriter<byte>(2_000_000);
        Codec.Encode(entry, into);
        into.ResetWrittenCount();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Codec.Encode(entry, into);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    protected byte[] Encode(Entry<TEvent> entry)
    {
        var into = new ArrayBufferWriter<byte>();
        Codec.Encode(entry, into);
        return into.WrittenSpan.ToArray();
    }

    protected static Entry<TEvent> Of(params TEvent[] events) => new(EntryKind.Input, 1, 1, default) { Events = events };

    protected Entry<TEvent> Many(int count) => Of([.. Enumerable.Repeat(0, count).Select(_ => events.Single())]);

    private byte[] Inner(TEvent e)
    {
        var reader = new CodedInputStream(Encode(Of(e)));
        reader.ReadTag();
        return reader.ReadBytes().ToByteArray();
    }

    private void CheckAgainstGenerated(byte[] bytes)
    {
        DecodedEntry<TEvent> decoded;
        try
        {
            decoded = Codec.Decode(bytes);
        }
        catch (EntryFormatException)
        {
            return;
        }
        var lease = decoded.Owner.Length + decoded.Address.Length > 0 ? new Lease { Owner = decoded.Owner, Address = decoded.Address } : null;
        var theirs = Parser.WithDiscardUnknownFields(true).ParseFrom(bytes);
        // Written once more, since the object keeps a negative zero that its bytes don't.
        Assert.Equal(Parser.ParseFrom(theirs.ToByteArray()), WithoutEmptyLease(theirs, Generated(decoded.Events, lease)));
    }

    /// <summary>An empty lease and none are the same to us: the record's header tells them apart.</summary>
    private static TMessage WithoutEmptyLease(TMessage theirs, TMessage ours)
    {
        var lease = theirs.Descriptor.FindFieldByName("lease").Accessor;
        if (lease.GetValue(theirs) is Lease { Owner: "", Address: "" }) lease.SetValue(ours, new Lease());
        return ours;
    }
}
