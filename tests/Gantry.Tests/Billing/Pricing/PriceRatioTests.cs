using System.Text.Json;
using Gantry.Billing.Pricing;
using Xunit;

namespace Gantry.Tests.Billing.Pricing;

/// <summary>How dear one price is beside another.</summary>
public sealed class PriceRatioTests
{
    [Theory]
    [InlineData("3", "15", 1_000_000, 1_000_000)]
    [InlineData("3", "15", 1_500_000, 1_500_000)]
    [InlineData("1.5", "15", 1_000_000, 1_000_000)]
    [InlineData("3", "30", 1_000_000, 2_000_000)]
    [InlineData("3", "30", 250_000, 500_000)]
    [InlineData("1", "5", 1_000_000, 333_334)]
    public void Ratio_is_that_of_the_dearest_line_rounded_up(string input, string output, long multiplier, long ppm) =>
        Assert.Equal(ppm, PriceRatio.Of(Prices.Pin(Prices.Of(input, output), multiplier), Prices.Pin(Prices.Of("3", "15"))));

    [Fact]
    public void Line_that_one_of_them_lacks_is_what_would_be_billed_for_it()
    {
        // Without a price of their own cached tokens cost as much as others: ten times what the list says.
        Assert.Equal(10_000_000, PriceRatio.Of(Prices.Pin(Prices.Of("3", "15")), Prices.Pin(Prices.Of("3", "15", read: "0.3"))));
        Assert.Equal(1_000_000, PriceRatio.Of(Prices.Pin(Prices.Of("3", "15", read: "0.3")), Prices.Pin(Prices.Of("3", "15"))));
    }

    [Fact]
    public void Free_is_below_everything_and_nothing_is_measured_by_it()
    {
        var free = new PinnedPrice(new PriceVersion { Id = "f@1", Model = "m", ValidFrom = default, Source = "file", Free = true }, 1_000_000);
        Assert.Equal(0, PriceRatio.Of(free, Prices.Pin(Prices.Of("3", "15"))));
        Assert.Equal(0, PriceRatio.Of(free, free));
        Assert.Equal(PriceRatio.Unbounded, PriceRatio.Of(Prices.Pin(Prices.Of("3", "15")), free));
    }

    [Fact]
    public void No_usage_of_text_costs_more_than_the_ratio_says()
    {
        var random = new Random(13);
        for (var i = 0; i < 500; i++)
        {
            var (price, other) = (RandomPriceTests.Pin(JsonElement.Parse(RandomPriceTests.Price(random)), random), RandomPriceTests.Pin(JsonElement.Parse(RandomPriceTests.Price(random)), random));
            var ratio = PriceRatio.Of(price, other);
            if (ratio == PriceRatio.Unbounded) continue;
            for (var n = 0; n < 20; n++)
            {
                var usage = RandomPriceTests.Usage(random) with { Images = 0, AudioSeconds = 0, Reasoning = 0, WebSearches = 0 };
                var billed = new BilledUsage(usage, (ServiceTier)random.Next(4));
                var most = (Int128)PriceEngine.Cost(other, billed).Nanos * ratio / 1_000_000 + 1;
                Assert.True(PriceEngine.Cost(price, billed).Nanos <= most, $"{price} beside {other}: {billed}");
            }
        }
    }
}
