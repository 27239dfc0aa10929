using Gantry.Catalog;
using Xunit;

namespace Gantry.Tests.Catalog;

public sealed class DecimalTextTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("3", 3_000_000_000)]
    [InlineData("3.00", 3_000_000_000)]
    [InlineData("0.0375", 37_500_000)]
    [InlineData("0.000000001", 1)]
    [InlineData("9223372036.854775807", long.MaxValue)]
    [InlineData("0.1", 100_000_000)] // 0.1 has no exact binary floating point form
    public void Dollars_are_read_exactly(string text, long nanos)
    {
        Assert.Null(DecimalText.TryParse(text, DecimalText.Nano, out var scaled));
        Assert.Equal(nanos, scaled);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1e3")]
    [InlineData("1,000")]
    [InlineData("1_000")]
    [InlineData(" 1")]
    [InlineData("0x10")]
    [InlineData("NaN")]
    [InlineData("1.2.3")]
    [InlineData("٣")]
    [InlineData("0.0000000001")]
    [InlineData("0.1000000000")]
    [InlineData("9223372036.854775808")]
    [InlineData("99999999999999999999")]
    public void Anything_else_is_refused(string text) => Assert.NotNull(DecimalText.TryParse(text, DecimalText.Nano, out _));

    [Theory]
    [InlineData(3_000_000_000, 9, 2, "3.00")]
    [InlineData(37_500_000, 9, 2, "0.0375")]
    [InlineData(1, 9, 2, "0.000000001")]
    [InlineData(1_200_000, 6, 1, "1.2")]
    [InlineData(1_000_000, 6, 1, "1.0")]
    [InlineData(2_000_000, 6, 0, "2")]
    public void Written_as_short_as_is_exact(long scaled, int decimals, int least, string text) =>
        Assert.Equal(text, DecimalText.Format(scaled, decimals, least));
}
