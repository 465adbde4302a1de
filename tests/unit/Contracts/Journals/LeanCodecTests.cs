using CsCheck;
using Google.Protobuf;
using Noderr.Contracts.Journals;

namespace Noderr.Tests.Unit.Contracts.Journals;

/// <summary>What holds besides for the journals whose events hold no text of their own.</summary>
public abstract class LeanCodecTests<TEvent, TMessage>(EntryCodec<TEvent> codec, Gen<TEvent> events) : CodecTests<TEvent, TMessage>(codec, events)
    where TEvent : struct
    where TMessage : IMessage<TMessage>, new()
{
    [Fact]
    public void Decoding_allocates_the_events_array_alone()
    {
        var message = Encode(Many(1000));
        Codec.Decode(message);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var array = new TEvent[1000];
        var expected = GC.GetAllocatedBytesForCurrentThread() - before;
        GC.KeepAlive(array);
        before = GC.GetAllocatedBytesForCurrentThread();
        Codec.Decode(message);
        Assert.Equal(expected, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
