using Gantry.Billing.Pricing;
using Gantry.Catalog;
using Gantry.Protocols.Hub;
using Xunit;

namespace Gantry.Tests.Billing.Pricing;

/// <summary>A bucket without a price is billed at the nearest dearer one, said aloud, and never for nothing.</summary>
public sealed class PriceSubstituteTests
{
    private static readonly ModelPrice Plain = Prices.Of(input: "3", output: "15");

    [Fact]
    public void L_8_Cache_read_without_a_price_is_input() =>
        Stands(Plain, new Usage { CacheRead = 1_000_000 }, PriceDimension.CacheRead, PriceDimension.Input, 3_000_000_000);

    [Fact]
    public void L_8_Cache_write_without_a_price_is_the_longer_one_else_output()
    {
        Stands(Plain with { CacheWrite1h = Prices.Usd("6") }, new Usage { CacheWrite5m = 1_000_000 }, PriceDimension.CacheWrite5m, PriceDimension.CacheWrite1h, 6_000_000_000);
        Stands(Plain, new Usage { CacheWrite1h = 1_000_000 }, PriceDimension.CacheWrite1h, PriceDimension.Output, 15_000_000_000);
    }

    [Fact]
    public void L_8_Audio_without_a_price_is_not_text() =>
        Stands(Plain, new Usage { AudioInput = 1_000_000 }, PriceDimension.AudioInput, PriceDimension.Output, 15_000_000_000);

    [Fact]
    public void L_8_Answer_of_a_model_that_prices_only_prompts_pays_the_dearest_there_is() =>
        Stands(Prices.Of(input: "0.02", output: null), new Usage { Output = 1_000_000 }, PriceDimension.Output, PriceDimension.Input, 20_000_000);

    [Fact]
    public void L_8_Substitute_never_undercuts_a_cheaper_kind()
    {
        var odd = Prices.Of(input: "10", output: "1");
        Stands(odd, new Usage { CacheWrite5m = 1_000_000 }, PriceDimension.CacheWrite5m, PriceDimension.Input, 10_000_000_000);
    }

    [Fact]
    public void L_8_Search_without_a_price_is_the_dearest_published() =>
        Stands(Plain, new Usage { WebSearches = 2 }, PriceDimension.WebSearch, PriceDimension.WebSearch, 70_000_000);

    [Fact]
    public void L_8_Pictures_and_seconds_without_a_price_and_without_tokens_are_taken_for_tokens()
    {
        Stands(Plain with { ImageOutput = Prices.Usd("40") }, new Usage { Images = 1 }, PriceDimension.Image, PriceDimension.ImageOutput, 6_240 * 40_000);
        Stands(Plain with { AudioInput = Prices.Usd("1") }, new Usage { AudioSeconds = 10 }, PriceDimension.AudioSecond, PriceDimension.AudioInput, 10 * 32 * 1_000);
    }

    [Fact]
    public void L_8_Tokens_of_a_model_priced_by_the_picture_cost_one_picture_where_none_was_counted()
    {
        var price = new ModelPrice { Image = 40_000_000 * ModelPrice.PiecesPerUnit };
        Stands(price, new Usage { UncachedInput = 10, Output = 10 }, PriceDimension.Output, PriceDimension.Image, 40_000_000);
        Assert.Empty(PriceEngine.Explain(Prices.Pin(price), new BilledUsage(new Usage { UncachedInput = 10, Images = 2 })).Substituted);
        Assert.Equal(80_000_000, PriceEngine.Cost(Prices.Pin(price), new BilledUsage(new Usage { UncachedInput = 10, Images = 2 })).Nanos);
    }

    [Fact]
    public void L_8_Any_single_bucket_costs_something_at_any_price_that_is_not_free()
    {
        Usage[] buckets =
        [
            new() { UncachedInput = 1 }, new() { CacheRead = 1 }, new() { CacheWrite5m = 1 }, new() { CacheWrite1h = 1 }, new() { Output = 1 }, new() { Output = 1, Reasoning = 1 },
            new() { AudioInput = 1 }, new() { ImageInput = 1 }, new() { AudioOutput = 1 }, new() { ImageOutput = 1 }, new() { Images = 1 }, new() { AudioSeconds = 1 }, new() { WebSearches = 1 },
        ];
        foreach (var dimension in Enum.GetValues<PriceDimension>())
        {
            var pinned = new PinnedPrice(Snapshots.Price("m", new PriceLine(dimension, 1_000_000_000)), 1_000_000);
            foreach (var bucket in buckets)
            {
                var cost = PriceEngine.Cost(pinned, new BilledUsage(bucket)).Nanos;
                Assert.True(cost > 0, $"{bucket} is free at a price of {dimension}");
            }
        }
    }

    [Fact]
    public void Free_is_nothing_and_a_factor_of_zero_as_well()
    {
        var usage = new BilledUsage(new Usage { UncachedInput = 1_000, Output = 1_000, WebSearches = 1 });
        Assert.Equal(Money.Zero, PriceEngine.Cost(Prices.Pin(new ModelPrice { Free = true }), usage));
        Assert.Equal(Money.Zero, PriceEngine.Cost(Prices.Pin(Plain, 0), usage));
        Assert.Equal(Money.Zero, PriceEngine.Worst(Prices.Pin(new ModelPrice { Free = true }), new UsageCeiling { PromptTokens = 1, OutputTokens = 1 }));
    }

    [Fact]
    public void Picture_has_the_price_of_its_variant_else_the_general_one_else_the_dearest()
    {
        var variants = new SortedDictionary<string, long> { ["high/1024x1024"] = 170_000_000 * ModelPrice.PiecesPerUnit, ["low/1024x1024"] = 10_000_000 * ModelPrice.PiecesPerUnit };
        var price = new ModelPrice { ImageVariants = variants };
        long Cost(ModelPrice p, string? variant) => PriceEngine.Cost(Prices.Pin(p), new BilledUsage(new Usage { Images = 1 }, Variant: variant)).Nanos;
        Assert.Equal(10_000_000, Cost(price, "low/1024x1024"));
        Assert.Equal(170_000_000, Cost(price, "medium/1024x1024"));
        Assert.Equal(170_000_000, Cost(price, null));
        Assert.Equal(40_000_000, Cost(price with { Image = 40_000_000 * ModelPrice.PiecesPerUnit }, "medium/1024x1024"));
    }

    [Fact]
    public void Pictures_counted_in_tokens_are_not_billed_twice()
    {
        var price = Plain with { ImageOutput = Prices.Usd("30"), Image = 39_000_000 * ModelPrice.PiecesPerUnit };
        Assert.Equal(1_290 * 30_000, PriceEngine.Cost(Prices.Pin(price), new BilledUsage(new Usage { ImageOutput = 1_290, Images = 1 })).Nanos);
        Assert.Equal(39_000_000, PriceEngine.Cost(Prices.Pin(price), new BilledUsage(new Usage { Images = 1 })).Nanos);
    }

    [Fact]
    public void Reasoning_is_apart_only_where_it_has_a_price()
    {
        var usage = new BilledUsage(new Usage { Output = 1_000, Reasoning = 400 });
        Assert.Equal(15_000_000, PriceEngine.Cost(Prices.Pin(Plain), usage).Nanos);
        Assert.Equal(600 * 15_000 + 400 * 30_000, PriceEngine.Cost(Prices.Pin(Plain with { Reasoning = Prices.Usd("30") }), usage).Nanos);
    }

    [Fact]
    public void Class_of_service_without_prices_is_billed_as_standard() => Assert.Equal(
        15_000_000, PriceEngine.Cost(Prices.Pin(Plain with { Tiers = new TierPrices { Flex = new TierPrice { Output = 1 } } }), new BilledUsage(new Usage { Output = 1_000 }, ServiceTier.Priority)).Nanos);

    [Fact]
    public void Absurd_figures_are_the_largest_amount_and_never_wrap_around()
    {
        var pinned = new PinnedPrice(Snapshots.Price("m", new PriceLine(PriceDimension.Input, long.MaxValue)), long.MaxValue);
        Assert.Equal(long.MaxValue, PriceEngine.Cost(pinned, new BilledUsage(new Usage { UncachedInput = long.MaxValue })).Nanos);
        Assert.Equal(long.MaxValue, PriceEngine.Worst(pinned, new UsageCeiling { PromptTokens = long.MaxValue, OutputTokens = 1, Choices = long.MaxValue }).Nanos);
        Assert.Equal(0, PriceEngine.Cost(Prices.Pin(Plain), new BilledUsage(new Usage { Output = -5 })).Nanos);
    }

    private static void Stands(ModelPrice price, Usage usage, PriceDimension dimension, PriceDimension pricedAs, long nanos)
    {
        var bill = PriceEngine.Explain(Prices.Pin(price), new BilledUsage(usage));
        var line = Assert.Single(bill.Lines);
        Assert.Equal((dimension, pricedAs, true), (line.Dimension, line.PricedAs, line.Substituted));
        Assert.Equal([dimension], bill.Substituted);
        Assert.Equal(nanos, bill.Cost.Nanos);
    }
}
