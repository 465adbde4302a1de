using System.Buffers;
using Noderr.LocalKafka.Registry;

namespace Noderr.Tests.Unit.Registry;

public class ConfluentFrameTests
{
    [Theory]
    [InlineData("000000000100", 1, new[] { 0 })]
    [InlineData("00000000FF0204", 255, new[] { 2 })]
    [InlineData("007FFFFFFF0800020200", int.MaxValue, new[] { 0, 1, 1, 0 })]
    [InlineData("00000000010280010840", 1, new[] { 64 })]
    public void A_frame_reads_as_it_was_written(string hex, int id, int[] indexes)
    {
        var frame = ConfluentFrame.ReadProtobuf(Convert.FromHexString(hex));
        Assert.Equal(id, frame.SchemaId);
        Assert.Equal(indexes, frame.MessageIndexes);
        var written = new ArrayBufferWriter<byte>();
        ConfluentFrame.WriteProtobuf(written, id, indexes);
        Assert.Equal(hex[..(frame.PayloadOffset * 2)], Convert.ToHexString(written.WrittenSpan));
    }

    [Fact]
    public void The_first_message_may_be_written_long() =>
        Assert.Equal([0], ConfluentFrame.ReadProtobuf(Convert.FromHexString("00000000010200")).MessageIndexes);

    [Theory]
    [InlineData("")]
    [InlineData("00000000")]
    [InlineData("FF0000000100")]
    [InlineData("000000000180")]
    [InlineData("000000000104")]
    [InlineData("000000000101")]
    [InlineData("00000000010201")]
    [InlineData("0000000001FEFFFFFF0F")]
    [InlineData("0000000001FFFFFFFFFFFFFFFFFF01")]
    public void What_is_no_frame_is_refused(string hex) =>
        Assert.Throws<FormatException>(() => ConfluentFrame.ReadProtobuf(Convert.FromHexString(hex)));
}
