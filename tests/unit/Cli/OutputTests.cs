using System.Text;
using Noderr.Cli.Kafka;
using Noderr.Cli.Kafka.Client;
using Noderr.Cli.Kafka.Output;
using Noderr.LocalKafka.Topics;

namespace Noderr.Tests.Unit.Cli;

public sealed class OutputTests
{
    [Fact]
    public void Words_stand_left_and_numbers_right()
    {
        var table = new Table("TOPIC", ">RECORDS", "STATE");
        table.Add("orders", "1,234", "ok");
        table.Add("q", "7", "offline");
        using var output = new StringWriter { NewLine = "\n" };
        table.Write(output);
        Assert.Equal("TOPIC   RECORDS  STATE\norders    1,234  ok\nq             7  offline\n", output.ToString());
    }

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(1000, "1.0 kB")]
    [InlineData(9_949, "9.9 kB")]
    [InlineData(9_960, "10 kB")]
    [InlineData(999_600, "1.0 MB")]
    [InlineData(89_000_000, "89 MB")]
    [InlineData(5_000_000_000_000_000, "5000 TB")]
    public void Sizes_have_two_digits_and_a_unit(long bytes, string shown) => Assert.Equal(shown, Say.Size(bytes));

    [Fact]
    public void What_nobody_said_is_a_dash() => Assert.Equal(("-", "-"), (Say.Size(null), Say.Number(null)));

    [Theory]
    [InlineData(0, "1970-01-01T00:00:00.000Z")]
    [InlineData(long.MaxValue, "9223372036854775807 ms")]
    [InlineData(-1, "1969-12-31T23:59:59.999Z")]
    public void A_time_no_calendar_has_is_shown_as_its_number(long ms, string shown) => Assert.Equal(shown, Say.Time(ms));

    [Fact]
    public void Text_is_shown_as_text_without_what_steers_a_terminal() =>
        Assert.Equal(@"héllo\tworld\n\u001b[31m \u202egnp", Show("héllo\tworld\n\u001b[31m \u202egnp"));

    [Fact]
    public void What_is_no_text_is_shown_in_hexadecimal() => Assert.Equal("0xff00fe", Bytes.Show(new byte[] { 0xff, 0, 0xfe }, full: false, ""));

    [Fact]
    public void Nothing_is_told_from_empty() =>
        Assert.Equal(("(no key)", ""), (Bytes.Show(null, full: false, "(no key)"), Bytes.Show(ReadOnlyMemory<byte>.Empty, full: false, "(no key)")));

    [Fact]
    public void A_long_value_is_cut_with_a_note_and_whole_when_asked()
    {
        var text = new string('x', 300);
        Assert.Equal(new string('x', Bytes.Shown) + "… (300 bytes; --full shows all)", Show(text));
        Assert.Equal(text, Bytes.Show(Encoding.UTF8.GetBytes(text), full: true, ""));
        var bytes = Enumerable.Repeat((byte)0xee, 300).ToArray();
        Assert.Equal("0x" + new string('e', Bytes.Shown) + "… (300 bytes; --full shows all)", Bytes.Show(bytes, full: false, ""));
    }

    [Fact]
    public void A_cut_never_splits_a_character() =>
        Assert.StartsWith(new string('x', Bytes.Shown - 1) + "…", Show(new string('x', Bytes.Shown - 1) + "😀 and more"));

    [Fact]
    public void A_schema_id_is_shown_before_what_it_describes()
    {
        Assert.Equal("[schema 7] 0x02fe", Bytes.Show(new byte[] { 0, 0, 0, 0, 7, 0x02, 0xfe }, full: false, ""));
        Assert.Equal("[schema 7] hi", Bytes.Show(new byte[] { 0, 0, 0, 0, 7, (byte)'h', (byte)'i' }, full: false, ""));
    }

    [Theory]
    [InlineData(42L)]
    [InlineData(1_795_616_531_091_000L)]
    public void A_big_endian_number_is_not_taken_for_a_schema_id(long number)
    {
        var bytes = BitConverter.GetBytes(number).Reverse().ToArray();
        Assert.Null(Bytes.SchemaId(bytes));
    }

    [Fact]
    public void An_assignment_is_read_as_a_consumer_reads_it()
    {
        byte[] bytes = [0, 1, 0, 0, 0, 1, 0, 2, (byte)'a', (byte)'b', 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 3, 0xff, 0xff, 0xff, 0xff];
        Assert.Equal([new TopicPartition("ab", 0), new TopicPartition("ab", 3)], ConsumerAssignment.Read(bytes));
        Assert.Empty(ConsumerAssignment.Read(bytes.AsMemory(0, 15)));
    }

    [Theory]
    [InlineData("localhost:9092", "localhost:9092", true)]
    [InlineData("[::1]:9092", "[::1]:9092", true)]
    [InlineData("broker.example:1", "broker.example:1", false)]
    public void A_broker_is_named_by_host_and_port(string text, string same, bool loopback)
    {
        var endpoint = Endpoint.Parse(text);
        Assert.Equal((same, loopback), (endpoint.ToString(), endpoint.IsLoopback));
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("localhost:0")]
    [InlineData("localhost:70000")]
    [InlineData(":9092")]
    [InlineData("localhost:x")]
    public void What_is_no_host_and_port_is_refused(string text) => Assert.Throws<CannotException>(() => Endpoint.Parse(text));

    private static string Show(string text) => Bytes.Show(Encoding.UTF8.GetBytes(text), full: false, "");
}
