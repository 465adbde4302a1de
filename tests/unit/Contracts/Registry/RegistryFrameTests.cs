using Noderr.Contracts.Control.V1;
using Noderr.Contracts.Framing;
using Noderr.Contracts.Market.V1;
using Noderr.Journal.Entries;

namespace Noderr.Tests.Unit.Contracts.Registry;

public class RegistryFrameTests
{
    [Theory]
    [InlineData("000000000100AB", 1, new[] { 0 }, 1)]
    [InlineData("00000000FF0204", 255, new[] { 2 }, 0)]
    [InlineData("007FFFFFFF0800020200ABCD", int.MaxValue, new[] { 0, 1, 1, 0 }, 2)]
    [InlineData("00000000010280010840", 1, new[] { 64 }, 2)]
    public void A_frame_reads_as_it_was_written(string hex, int id, int[] places, int message)
    {
        var bytes = Convert.FromHexString(hex);
        var frame = RegistryFrame.Read(bytes);
        Assert.Equal((id, message), (frame.SchemaId, frame.Message.Length));
        Assert.Equal(places, MessagePath.Read(frame.Path));
        Assert.Equal(bytes[..^message], RegistryFrame.Of(id, MessagePath.Write(places)));
        Assert.True(frame.Message.IsEmpty || frame.Message.Overlaps(bytes));
    }

    [Theory]
    [InlineData("00", "0200", true)]
    [InlineData("0200", "0200", true)]
    [InlineData("00", "0202", false)]
    [InlineData("040200", "0202", false)]
    public void The_first_message_may_be_written_long(string a, string b, bool same) => Assert.Equal(same, MessagePath.Same(Convert.FromHexString(a), Convert.FromHexString(b)));

    [Theory]
    [InlineData("")]
    [InlineData("0000000001")]
    [InlineData("FF0000000100")]
    [InlineData("000000000180")]
    [InlineData("000000000104")]
    [InlineData("000000000101")]
    [InlineData("00000000010201")]
    [InlineData("0000000001FEFFFFFF0F")]
    [InlineData("0000000001FFFFFFFFFFFFFFFFFF01")]
    public void What_is_no_frame_is_refused(string hex) => Assert.Throws<EntryFormatException>(() => RegistryFrame.Read(Convert.FromHexString(hex)).SchemaId);

    [Fact]
    public void Reading_a_frame_allocates_nothing()
    {
        var bytes = Convert.FromHexString("007FFFFFFF0800020200ABCD");
        var path = Convert.FromHexString("0800020200");
        Assert.True(MessagePath.Same(RegistryFrame.Read(bytes).Path, path));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) MessagePath.Same(RegistryFrame.Read(bytes).Path, path);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_path_counts_the_messages_of_a_file_and_the_entries_of_maps()
    {
        Assert.Equal([0], MessagePath.Of(MarketEntry.Descriptor));
        Assert.Equal([2, 4], MessagePath.Of(Quote.Descriptor));
        var entryOfMap = ConfigurationChanged.Descriptor.NestedTypes[0];
        Assert.Equal([ConfigurationChanged.Descriptor.Index, 0], MessagePath.Read(MessagePath.Of(entryOfMap)));
    }
}
