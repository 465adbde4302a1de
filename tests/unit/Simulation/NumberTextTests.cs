using System.Text;
using CsCheck;
using Noderr.Domain.Numbers;
using Noderr.Simulation.Recorded;

namespace Noderr.Tests.Unit.Simulation;

public sealed class NumberTextTests
{
    [Theory]
    [InlineData("1", 1_000_000_000)]
    [InlineData("1.38833", 1_388_330_000)]
    [InlineData("-0.5", -500_000_000)]
    [InlineData("+2.", 2_000_000_000)]
    [InlineData(".25", 250_000_000)]
    [InlineData("0.000000001", 1)]
    [InlineData("0", 0)]
    [InlineData("9223372036.854775807", long.MaxValue)]
    [InlineData("0.00031099999999999997", 311_000)]
    [InlineData("0.031035000000000004", 31_035_000)]
    [InlineData("9.342381490000001", 9_342_381_490)]
    [InlineData("70.15211337000005", 70_152_113_370)]
    [InlineData("1e-05", 10_000)]
    [InlineData("1.5E3", 1_500_000_000_000)]
    [InlineData("0.0000000005", 0)]
    [InlineData("0.0000000015", 2)]
    [InlineData("0.00000000050000000000000000000000000000000000001", 0)]
    [InlineData("1e-60", 0)]
    [InlineData("000000000000000000000000000000000000000000001.5", 1_500_000_000)]
    public void Numbers_are_read_to_nine_decimals(string text, long units)
    {
        Assert.Equal(NumberReading.Number, NumberText.Read(Encoding.UTF8.GetBytes(text), out var read));
        Assert.Equal(units, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("NaN")]
    [InlineData("nan")]
    [InlineData("null")]
    [InlineData("N/A")]
    public void Nothing_is_told_from_a_number(string text) => Assert.Equal(NumberReading.Missing, NumberText.Read(Encoding.UTF8.GetBytes(text), out _));

    [Theory]
    [InlineData("abc")]
    [InlineData("1.2.3")]
    [InlineData("1,5")]
    [InlineData("--1")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("1e1000")]
    [InlineData("0x10")]
    [InlineData("inf")]
    [InlineData("1 2")]
    [InlineData("１")]
    public void What_is_no_number_is_malformed(string text) => Assert.Equal(NumberReading.Malformed, NumberText.Read(Encoding.UTF8.GetBytes(text), out _));

    [Theory]
    [InlineData("9223372036.854775808")]
    [InlineData("1e10")]
    [InlineData("1e99")]
    [InlineData("123456789012345678901234567890123456789012345678901234567890")]
    public void What_is_beyond_64_bits_is_too_large(string text) => Assert.Equal(NumberReading.TooLarge, NumberText.Read(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void Every_price_is_read_back_from_its_text() => Gen.Long[-long.MaxValue, long.MaxValue].Sample(units =>
        NumberText.Read(Encoding.UTF8.GetBytes(new Price(units).ToString()), out var read) == NumberReading.Number && read == units);

    [Fact]
    public void No_text_breaks_the_reader() => Gen.String[Gen.OneOf(Gen.Char['0', '9'], Gen.Const('.'), Gen.Const('-'), Gen.Const('e'), Gen.Const('+')), 0, 50].Sample(text =>
    {
        NumberText.Read(Encoding.UTF8.GetBytes(text), out _);
    });
}
