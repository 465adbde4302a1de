using Noderr.LocalKafka.Registry;
using Noderr.LocalKafka.Registry.Protobuf;

namespace Noderr.Tests.Unit.Registry;

public class ProtobufRulesTests
{
    [Theory]
    [InlineData("int64 a = 1;")]
    [InlineData("uint32 a = 1;")]
    [InlineData("bool a = 1;")]
    [InlineData("E a = 1;")]
    public void A_number_may_become_another_varint(string field) => Assert.Empty(Fields("int32 a = 1;", field));

    [Theory]
    [InlineData("sint32 a = 1;")]
    [InlineData("fixed32 a = 1;")]
    [InlineData("float a = 1;")]
    [InlineData("string a = 1;")]
    public void Changing_a_field_number_group_is_incompatible(string field) =>
        Assert.Equal(["FIELD_SCALAR_KIND_CHANGED #/M/1"], Fields("int32 a = 1;", field));

    [Theory]
    [InlineData("int32 a = 1;", "")]
    [InlineData("", "int32 a = 1;")]
    [InlineData("int32 a = 1;", "int32 b = 1;")]
    [InlineData("string a = 1;", "bytes a = 1;")]
    [InlineData("int32 a = 1;", "repeated int32 a = 1;")]
    [InlineData("optional string a = 1;", "repeated string a = 1;")]
    [InlineData("int32 a = 1;", "reserved 1;")]
    [InlineData("N a = 1;", ".N a = 1;")]
    [InlineData("map<string, int32> a = 1;", "map<string, int64> a = 1;")]
    public void Fields_may_come_go_and_be_renamed(string old, string now) => Assert.Empty(Fields(old, now));

    [Theory]
    [InlineData("optional int32 a = 1;", "repeated int32 a = 1;", "FIELD_NUMERIC_LABEL_CHANGED #/M/1")]
    [InlineData("int32 a = 1;", "N a = 1;", "FIELD_KIND_CHANGED #/M/1")]
    [InlineData("N a = 1;", "O a = 1;", "FIELD_NAMED_TYPE_CHANGED #/M/1")]
    [InlineData("map<string, int32> a = 1;", "map<int32, int32> a = 1;", "FIELD_SCALAR_KIND_CHANGED #/M/1")]
    [InlineData("map<string, int32> a = 1;", "string a = 1;", "FIELD_KIND_CHANGED #/M/1")]
    public void A_field_keeps_its_kind(string old, string now, string difference) => Assert.Equal([difference], Fields(old, now));

    [Theory]
    [InlineData("int32 a = 1;", "oneof c { int32 a = 1; string n = 9; }")]
    [InlineData("oneof c { int32 a = 1; int32 b = 2; }", "oneof d { int32 a = 1; int32 b = 2; }")]
    [InlineData("oneof c { int32 a = 1; int32 b = 2; }", "oneof c { int32 a = 1; } oneof d { int32 b = 2; }")]
    [InlineData("oneof c { int32 a = 1; int32 b = 2; }", "int32 a = 1; oneof c { int32 b = 2; }")]
    [InlineData("oneof c { int32 a = 1; }", "optional int32 a = 1;")]
    [InlineData("oneof c { int32 a = 1; int32 b = 2; }", "")]
    public void A_oneof_may_take_what_was_exclusive_before(string old, string now) => Assert.Empty(Fields(old, now));

    [Theory]
    [InlineData("int32 a = 1; int32 b = 2;", "oneof c { int32 a = 1; int32 b = 2; }", "MULTIPLE_FIELDS_MOVED_TO_ONEOF #/M/c")]
    [InlineData("int32 a = 1; oneof c { int32 b = 2; }", "oneof c { int32 a = 1; int32 b = 2; }", "FIELD_MOVED_TO_EXISTING_ONEOF #/M/c")]
    [InlineData("oneof c { int32 a = 1; } oneof d { int32 b = 2; }", "oneof e { int32 a = 1; int32 b = 2; }", "FIELD_MOVED_TO_EXISTING_ONEOF #/M/e")]
    [InlineData("oneof c { int32 a = 1; int32 b = 2; }", "oneof c { int32 a = 1; }", "ONEOF_FIELD_REMOVED #/M/c/2")]
    public void A_oneof_takes_no_fields_that_were_set_together(string old, string now, string difference) =>
        Assert.Equal([difference], Fields(old, now));

    [Fact]
    public void A_removed_message_is_incompatible_and_an_added_one_is_not()
    {
        const string one = "syntax = \"proto3\"; message M { }", two = one + " message N { }";
        Assert.Equal(["MESSAGE_REMOVED #/N"], Compare(two, one));
        Assert.Empty(Compare(one, two));
    }

    [Fact]
    public void Required_fields_can_neither_come_nor_go()
    {
        const string without = "syntax = \"proto2\"; message M { }", with = "syntax = \"proto2\"; message M { required int32 a = 1; }";
        Assert.Equal(["REQUIRED_FIELD_ADDED #/M/1"], Compare(without, with));
        Assert.Equal(["REQUIRED_FIELD_REMOVED #/M/1"], Compare(with, without));
    }

    [Fact]
    public void The_package_stays() =>
        Assert.Equal(["PACKAGE_CHANGED #/"], Compare("syntax = \"proto3\"; package p; message M { }", "syntax = \"proto3\"; package q; message M { }"));

    [Fact]
    public void An_imported_message_may_move_to_another_package_but_not_change_its_fields()
    {
        const string main = "syntax = \"proto3\"; import \"d.proto\"; message M { {0}.D d = 1; }";
        var old = Parse(main.Replace("{0}", "d"), "syntax = \"proto3\"; package d; message D { int32 x = 1; }");
        var moved = Parse(main.Replace("{0}", "e"), "syntax = \"proto3\"; package e; message D { int32 x = 1; }");
        var changed = Parse(main.Replace("{0}", "d"), "syntax = \"proto3\"; package d; message D { string x = 1; }");
        Assert.Empty(moved.WhyItCannotRead(old));
        Assert.Equal("FIELD_SCALAR_KIND_CHANGED", Assert.Single(changed.WhyItCannotRead(old)).Type);
    }

    private static List<string> Fields(string old, string now)
    {
        const string around = " message N { int32 x = 1; } message O { int32 x = 1; } enum E { Z = 0; }";
        return Compare($"syntax = \"proto3\"; message M {{ {old} }}{around}", $"syntax = \"proto3\"; message M {{ {now} }}{around}");
    }

    private static List<string> Compare(string old, string now) => [.. Parse(now).WhyItCannotRead(Parse(old)).Select(d => $"{d.Type} {d.Path}")];

    private static ProtobufSchema Parse(string text, string? import = null) =>
        ProtobufSchema.Parse(text, import is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["d.proto"] = import });
}
