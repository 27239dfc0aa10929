using Gantry.Console.Charts;
using Xunit;

namespace Gantry.Console.Tests.Charts;

/// <summary>Axes end at round numbers; columns and lines stand where their numbers say.</summary>
public sealed class ChartScaleTests
{
    [Theory]
    [InlineData("0", true, "4")]
    [InlineData("1", true, "4")]
    [InlineData("5", true, "8")]
    [InlineData("1389", true, "1600")]
    [InlineData("0", false, "1")]
    [InlineData("0.000000003", false, "0.000000003")]
    [InlineData("0.123456789", false, "0.16")]
    [InlineData("97.5", false, "100")]
    [InlineData("9999999999.999999999", false, "10000000000")]
    public void Top_is_round_and_above_everything(string greatest, bool whole, string top)
    {
        var scale = new ChartScale(Decimal(greatest), whole);
        Assert.Equal(Decimal(top), scale.Top);
        Assert.True(scale.Top >= Decimal(greatest));
        Assert.Equal(ChartScale.Steps + 1, scale.Ticks.Count());
        Assert.Equal((scale.Top, 0m), (scale.Ticks.First(), scale.Ticks.Last()));
        if (whole) Assert.All(scale.Ticks, tick => Assert.True(decimal.IsInteger(tick)));
    }

    [Fact]
    public void Values_stand_where_they_belong()
    {
        var scale = new ChartScale(8, whole: true);
        Assert.Equal((100m, 75m, 0m), (scale.Y(0), scale.Y(2), scale.Y(8)));
        Assert.Equal((0m, 25m, 100m), (scale.Length(0), scale.Length(2), scale.Length(9)));
        Assert.Equal(("33.333", "0", "12.5"), (ChartScale.At(100m / 3), ChartScale.At(0), ChartScale.At(12.500m)));
    }

    [Fact]
    public void Line_breaks_off_where_nothing_is_known()
    {
        var scale = new ChartScale(4, whole: true);
        Assert.Equal("M0.5 75L1.5 50M3.3 0H3.7", LinePath.Of([1, 2, null, 4], scale));
        Assert.Equal("", LinePath.Of([null, null], scale));
    }

    [Fact]
    public void Smallest_are_taken_together_and_nothing_is_lost()
    {
        var rows = Ranking.Of(Enumerable.Range(1, 12), number => number, number => $"m{number}", many => $"{many.Count}", rest => $"{rest} others");
        Assert.Equal(["m12", "m11", "m10", "m9", "m8", "m7", "m6", "m5", "4 others"], rows.Select(row => row.Label));
        Assert.Equal((78m, 10m, "4", true), (rows.Sum(row => row.Value), rows[^1].Value, rows[^1].Note, rows[^1].IsRest));
        Assert.Equal("m1", Ranking.Of(Enumerable.Range(1, 9), number => number, number => $"m{number}", _ => "", rest => $"{rest} others")[^1].Label);
        Assert.Empty(Ranking.Of(Array.Empty<int>(), number => number, _ => "", _ => "", _ => ""));
    }

    private static decimal Decimal(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
