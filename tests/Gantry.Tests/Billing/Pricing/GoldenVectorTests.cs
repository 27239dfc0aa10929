using Gantry.Billing.Pricing;
using Gantry.Catalog;
using Gantry.Protocols.Hub;
using Xunit;

namespace Gantry.Tests.Billing.Pricing;

/// <summary>The published vectors: usage and prices in, nano-dollars out.</summary>
public sealed class GoldenVectorTests
{
    private static readonly ModelPrice Sonnet = Prices.Of(input: "3", output: "15", read: "0.30", write5m: "3.75", write1h: "6");
    private static readonly ModelPrice LongGpt = Prices.Of(input: "5", output: "30") with
    {
        LongContext = new LongContextPrice { Above = 272_000, Input = Prices.Usd("10"), Output = Prices.Usd("45") },
        Tiers = new TierPrices { Flex = new TierPrice { Input = Prices.Usd("2.50"), Output = Prices.Usd("15") } },
    };

    [Fact]
    public void G_1_Five_minute_writes() =>
        Costs(54_399_000, Sonnet, new Usage { UncachedInput = 3, CacheWrite5m = 12_304, Output = 550 });

    [Fact]
    public void G_2_One_hour_writes() =>
        Costs(82_083_000, Sonnet, new Usage { UncachedInput = 3, CacheWrite1h = 12_304, Output = 550 });

    [Fact]
    public void G_3_Writes_of_both_lives_and_reads() => Costs(
        89_274_600, Sonnet, new Usage { UncachedInput = 6, CacheWrite5m = 4_000, CacheWrite1h = 10_980, CacheRead = 17_922, Output = 200 });

    [Fact]
    public void G_4_Thoughts_are_output() =>
        Costs(85_856_250, Prices.Of(input: "1.25", output: "10"), new Usage { UncachedInput = 55_021, Output = 923 + 785, Reasoning = 785 });

    [Fact]
    public void G_5_Cached_prompt_is_not_billed_twice() => Costs(
        8_200_000, Prices.Of(input: "0.30", output: "2.50", read: "0.03"), new Usage { UncachedInput = 10_000, CacheRead = 90_000, Output = 1_000 });

    [Fact]
    public void G_6_Picture_tokens_have_their_own_price()
    {
        var price = Prices.Of(input: "5", output: null) with { ImageInput = Prices.Usd("8"), ImageOutput = Prices.Usd("30") };
        Costs(41_270_000, price, new Usage { UncachedInput = 22, ImageOutput = 1_372 });
        Costs(49_462_000, price, new Usage { UncachedInput = 22, ImageInput = 1_024, ImageOutput = 1_372 });
    }

    [Fact]
    public void G_7_Prompt_of_exactly_the_bound_is_ordinary() =>
        Costs(1_390_000_000, LongGpt, new Usage { UncachedInput = 272_000, Output = 1_000 });

    [Fact]
    public void G_8_One_token_more_reprices_the_whole_request() =>
        Costs(2_765_010_000, LongGpt, new Usage { UncachedInput = 272_001, Output = 1_000 });

    [Fact]
    public void G_9_Flex_of_a_long_prompt_is_half_of_the_long_price() =>
        Costs(1_522_500_000, LongGpt, new Usage { UncachedInput = 300_000, Output = 1_000 }, ServiceTier.Flex);

    [Fact]
    public void G_10_Cached_share_at_its_price() => Costs(
        14_500_000, Prices.Of(input: "2.50", output: "15", read: "0.25"), new Usage { UncachedInput = 2_000, CacheRead = 8_000, Output = 500 });

    [Fact]
    public void G_11_Half_a_nano_dollar_is_rounded_up() =>
        Costs(23, Prices.Of(input: "0.075", output: null), new Usage { UncachedInput = 1 }, multiplierPpm: 300_000);

    [Fact]
    public void G_12_Group_multiplier() => Costs(
        5_439_900, Sonnet, new Usage { UncachedInput = 3, CacheWrite5m = 12_304, Output = 550 }, multiplierPpm: 100_000);

    [Fact]
    public void G_13_Batch()
    {
        var price = Prices.Of(input: "5", output: "25") with { Tiers = new TierPrices { Batch = new TierPrice { Input = Prices.Usd("2.50"), Output = Prices.Usd("12.50") } } };
        Costs(15_000_000, price, new Usage { UncachedInput = 1_000, Output = 1_000 }, ServiceTier.Batch);
    }

    [Fact]
    public void G_14_Bound_that_includes_itself()
    {
        var price = Prices.Of(input: "2", output: "6") with
        {
            LongContext = new LongContextPrice { Above = 200_000, Bound = LongContextPrice.AtLeast, Input = Prices.Usd("4"), Output = Prices.Usd("12") },
        };
        Costs(801_200_000, price, new Usage { UncachedInput = 200_000, Output = 100 });
    }

    [Fact]
    [Trait("Case", "255")]
    public void Cost_of_a_cached_prompt_counts_each_token_once() => Costs(
        (20_212 - 16_298) * 3_000 + 16_298 * 300, Sonnet, new Usage { UncachedInput = 20_212 - 16_298, CacheRead = 16_298 });

    private static void Costs(long nanos, ModelPrice price, Usage usage, ServiceTier tier = ServiceTier.Standard, long multiplierPpm = 1_000_000)
    {
        var pinned = Prices.Pin(price, multiplierPpm);
        var bill = PriceEngine.Explain(pinned, new BilledUsage(usage, tier));
        Assert.Equal(nanos, PriceEngine.Cost(pinned, new BilledUsage(usage, tier)).Nanos);
        Assert.Equal(nanos, bill.Cost.Nanos);
        Assert.Empty(bill.Substituted);
        Assert.Equal(nanos, Prices.Oracle(bill));
    }
}
