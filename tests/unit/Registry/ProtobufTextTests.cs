using Noderr.LocalKafka.Registry.Protobuf;

namespace Noderr.Tests.Unit.Registry;

public class ProtobufTextTests
{
    private const string Everything = """
        // a comment
        syntax = "proto2"; package p;
        import "google/protobuf/descriptor.proto";
        option java_package = "x";
        extend google.protobuf.FieldOptions { optional string tag = 50001; }
        enum E { option allow_alias = true; Z = 0; Y = 0 [deprecated = true]; }
        message M {
          reserved 30, 40 to max; reserved "gone";
          map<string, I> m = 4; optional int32 a = 1 [default = 7, (tag) = "v"];
          oneof c { I i = 6; string j = 7; }
          optional group G = 8 { optional int32 z = 1; }
          message I { optional E e = 1; }
          extensions 100 to 200, 300;
        }
        service S { rpc Get(M) returns (stream M); }
        """;

    [Fact]
    public void Canonical_text_is_its_own_canonical_text()
    {
        var once = Parse(Everything).Canonical(normalize: false);
        Assert.Equal(once, Parse(once).Canonical(normalize: false));
        var normalized = Parse(Everything).Canonical(normalize: true);
        Assert.Equal(normalized, Parse(normalized).Canonical(normalize: true));
    }

    [Fact]
    public void Layout_and_comments_do_not_make_another_schema() => Assert.Equal(
        Parse("syntax=\"proto3\";message M{int32 a=1;}").Canonical(normalize: false),
        Parse("syntax = 'proto3';\n/* c */ message M {\n  int32 a = 1; // d\n}").Canonical(normalize: false));

    [Fact]
    public void Normalized_fields_are_in_the_order_of_their_numbers() => Assert.Equal(
        "syntax = \"proto3\";\n\nmessage M {\n  int32 a = 1;\n  string b = 2;\n}\n",
        Parse("syntax = \"proto3\"; message M { string b = 2; int32 a = 1; }").Canonical(normalize: true));

    [Fact]
    public void A_descriptor_in_base64_is_kept_as_text() => Assert.Equal(
        "syntax = \"proto3\";\npackage b64;\n\nmessage A {\n  int32 x = 1;\n  repeated string y_z = 2;\n}\n",
        Parse("CgliNjQucHJvdG8SA2I2NCIiCgFBEgwKAXgYASABKAVSAXgSDwoDeV96GAIgAygJUgJ5WmIGcHJvdG8z").Canonical(normalize: false));

    [Fact]
    public void The_serialized_form_reads_back()
    {
        var schema = Parse("syntax = \"proto3\"; package p; message M { I i = 1; message I { int32 x = 1; } }");
        Assert.Equal(schema.Canonical(normalize: true), Parse(schema.Format("serialized")).Canonical(normalize: true));
    }

    [Theory]
    [InlineData("syntax = \"proto3\"; message A { int32 x = ; }")]
    [InlineData("syntax = \"proto3\"; message A { Missing x = 1; }")]
    [InlineData("syntax = \"proto3\"; message A { map<string> x = 1; }")]
    [InlineData("message")]
    [InlineData("{")]
    [InlineData("AAAA")]
    public void What_is_no_proto_file_is_refused(string text) => Assert.Throws<FormatException>(() => Parse(text));

    [Fact]
    public void Braces_cannot_cost_the_process_its_stack() =>
        Assert.Throws<FormatException>(() => Parse("syntax = \"proto3\";" + string.Concat(Enumerable.Repeat("message A {", 200_000))));

    private static ProtobufSchema Parse(string text) => ProtobufSchema.Parse(text, new Dictionary<string, string>());
}
