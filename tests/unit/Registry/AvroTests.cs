using Noderr.LocalKafka.Registry;
using Noderr.LocalKafka.Registry.Avro;

namespace Noderr.Tests.Unit.Registry;

public class AvroTests
{
    private const string R = """{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}""";

    [Theory]
    [InlineData("\"int\"", "\"long\"")]
    [InlineData("\"long\"", "\"float\"")]
    [InlineData("\"string\"", "\"bytes\"")]
    [InlineData("\"int\"", """["null","int"]""")]
    [InlineData("""["int","long"]""", "\"double\"")]
    [InlineData(R, """{"type":"record","name":"n.R","fields":[]}""")]
    [InlineData(R, """{"type":"record","name":"S","aliases":["R"],"fields":[{"name":"b","type":"long","aliases":["a"]}]}""")]
    [InlineData("""{"type":"enum","name":"E","symbols":["A","B"]}""", """{"type":"enum","name":"E","symbols":["A"],"default":"A"}""")]
    [InlineData("""{"type":"record","name":"L","fields":[{"name":"next","type":["null","L"]}]}""",
        """{"type":"record","name":"L","fields":[{"name":"next","type":["null","L"]},{"name":"v","type":"int","default":0}]}""")]
    public void A_reader_takes_what_resolves(string writer, string reader) => Assert.Empty(Compare(writer, reader));

    [Theory]
    [InlineData("\"long\"", "\"int\"", "TYPE_MISMATCH /")]
    [InlineData("""["null","int"]""", "\"int\"", "MISSING_UNION_BRANCH /0")]
    [InlineData(R, """{"type":"record","name":"S","fields":[]}""", "NAME_MISMATCH /name")]
    [InlineData(R, """{"type":"record","name":"R","fields":[{"name":"z","type":"int"}]}""", "READER_FIELD_MISSING_DEFAULT_VALUE /fields/0")]
    [InlineData("""{"type":"enum","name":"E","symbols":["A","B"]}""", """{"type":"enum","name":"E","symbols":["A"]}""", "MISSING_ENUM_SYMBOLS /symbols")]
    [InlineData("""{"type":"fixed","name":"F","size":4}""", """{"type":"fixed","name":"F","size":8}""", "FIXED_SIZE_MISMATCH /size")]
    [InlineData("""{"type":"array","items":"int"}""", """{"type":"array","items":"string"}""", "TYPE_MISMATCH /items")]
    public void A_reader_refuses_what_does_not_resolve(string writer, string reader, string difference) =>
        Assert.Equal([difference], Compare(writer, reader));

    [Theory]
    [InlineData("""{"fields":[{"type":"int","name":"a"}],"name":"R","type":"record"}""", R)]
    [InlineData("""{ "type" : { "type" : "string" } }""", "\"string\"")]
    [InlineData("""{"type":"record","name":"n.R","fields":[]}""", """{"type":"record","name":"R","namespace":"n","fields":[]}""")]
    [InlineData("""{"type":"int","logicalType":"date"}""", """{"type":"int","logicalType":"date"}""")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"a","type":{"type":"fixed","name":"F","size":1},"order":"ascending"},{"name":"b","type":"F","default":"é"}]}""",
        """{"type":"record","name":"R","fields":[{"name":"a","type":{"type":"fixed","name":"F","size":1}},{"name":"b","type":"F","default":"é"}]}""")]
    public void Layout_and_the_order_of_attributes_do_not_make_another_schema(string text, string canonical) =>
        Assert.Equal(canonical, Parse(text).Canonical(normalize: false));

    [Theory]
    [InlineData("{\"type\":")]
    [InlineData("{\"type\":\"bad\"}")]
    [InlineData("""{"type":"record","name":"R"}""")]
    [InlineData("""{"type":"record","name":"bad-name","fields":[]}""")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"a","type":"int"}]}""")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"a","type":"int","default":"x"}]}""")]
    [InlineData("""["int","int"]""")]
    [InlineData("""["int",["string"]]""")]
    [InlineData("""{"type":"enum","name":"E","symbols":["A","A"]}""")]
    [InlineData("""{"type":"enum","name":"E","symbols":["A"],"default":"B"}""")]
    [InlineData("""[{"type":"fixed","name":"F","size":1},{"type":"fixed","name":"F","size":2}]""")]
    public void What_is_no_avro_schema_is_refused(string text) => Assert.Throws<FormatException>(() => Parse(text));

    [Fact]
    public void A_stored_schema_with_a_bad_default_can_still_be_read() =>
        Assert.NotNull(AvroSchema.Parse("""{"type":"record","name":"R","fields":[{"name":"a","type":"int","default":"x"}]}""", [], validateDefaults: false));

    [Fact]
    public void Unions_that_make_too_many_pairs_are_refused()
    {
        var records = Enumerable.Range(0, 1000).Select(i => $$"""{"type":"record","name":"A{{i}}","fields":[]}""").ToList();
        var (old, now) = ($"[{string.Join(',', records)}]", $"[{string.Join(',', records.AsEnumerable().Reverse())}]");
        Assert.Throws<Refusal>(() => Compare(old, now));
    }

    private static List<string> Compare(string writer, string reader) => [.. Parse(reader).WhyItCannotRead(Parse(writer)).Select(d => $"{d.Type} {d.Path}")];

    private static AvroSchema Parse(string text) => AvroSchema.Parse(text, [], validateDefaults: true);
}
