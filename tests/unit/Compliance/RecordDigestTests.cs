using CsCheck;
using Noderr.Domain.Numbers;
using Noderr.Journal.Kafka;

namespace Noderr.Tests.Unit.Compliance;

public sealed class RecordDigestTests
{
    private static readonly Record Whole = new(7, "key", "value", ("kind", "0"), ("seq", "12"));

    public static TheoryData<string> Changes => [.. Changed.Keys];

    private static readonly Dictionary<string, Record> Changed = new()
    {
        ["another offset"] = Whole with { Offset = 8 },
        ["another time"] = Whole with { Time = Whole.Time + 1 },
        ["another key"] = Whole with { Key = "kex" },
        ["no key"] = Whole with { Key = null },
        ["an empty key"] = Whole with { Key = "" },
        ["another value"] = Whole with { Value = "valuf" },
        ["no value"] = Whole with { Value = null },
        ["an empty value"] = Whole with { Value = "" },
        ["a byte that moved from the key to the value"] = Whole with { Key = "ke", Value = "yvalue" },
        ["another header"] = Whole with { Headers = [("kind", "0"), ("seq", "13")] },
        ["another header's name"] = Whole with { Headers = [("kind", "0"), ("sex", "12")] },
        ["a header without a value"] = Whole with { Headers = [("kind", "0"), ("seq", null)] },
        ["a byte that moved from a header's name to its value"] = Whole with { Headers = [("kind", "0"), ("se", "q12")] },
        ["headers in another order"] = Whole with { Headers = [("seq", "12"), ("kind", "0")] },
        ["one header less"] = Whole with { Headers = [("kind", "0")] },
        ["one header more"] = Whole with { Headers = [("kind", "0"), ("seq", "12"), ("", "")] },
        ["no headers"] = Whole with { Headers = [] },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_record_has_another_digest_with(string change) => Assert.NotEqual(Whole.Digest, Changed[change].Digest);

    [Fact]
    public void All_these_records_differ() => Assert.Equal(Changed.Count + 1, Changed.Values.Append(Whole).Select(r => r.Digest).Distinct().Count());

    /// <summary>The bytes that compliance.proto describes: others must be able to compute it too.</summary>
    [Fact]
    public void The_layout_is_that_of_the_contract()
    {
        byte[] bytes =
        [
            0, 0, 0, 0, 0, 0, 0, 7, 0x00, 0x00, 0x01, 0x9A, 0xB6, 0x97, 0xE8, 0x00, 0, 0, 0, 3, .. "key"u8, 0, 0, 0, 5, .. "value"u8,
            0, 0, 0, 2, 0, 0, 0, 4, .. "kind"u8, 0, 0, 0, 1, .. "0"u8, 0, 0, 0, 3, .. "seq"u8, 0, 0, 0, 2, .. "12"u8,
        ];
        Assert.Equal(Digest.From(System.Security.Cryptography.SHA256.HashData(bytes)), Whole.Digest);
    }

    [Fact]
    public void Headers_that_are_none_are_as_good_as_no_headers()
    {
        var without = (Whole with { Headers = [] }).Consumed();
        without.Message.Headers = null;
        Assert.Equal((Whole with { Headers = [] }).Digest, RecordDigest.Of(without));
    }

    [Fact]
    public void A_digest_comes_back_from_its_bytes() => Gen.Byte.Array[Digest.Bytes].Sample(bytes =>
    {
        var written = new byte[Digest.Bytes];
        var digest = Digest.From(bytes);
        digest.Write(written);
        Assert.Equal((Convert.ToHexStringLower(bytes), Convert.ToHexStringLower(bytes)), (Convert.ToHexStringLower(written), digest.ToString()));
    });
}
