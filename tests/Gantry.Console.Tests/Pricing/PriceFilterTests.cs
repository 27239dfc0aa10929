using Gantry.Console.Pricing;
using Gantry.Contracts.Manage.Prices;
using Xunit;

namespace Gantry.Console.Tests.Pricing;

public sealed class PriceFilterTests
{
    private static readonly PriceListView List = new()
    {
        Version = 1,
        Groups = [Group("one", ("a-model", "Alpha", "acme"), ("b-model", "Beta", "other")), Group("two", ("a-model", "Alpha", "acme"))],
    };

    [Theory]
    [InlineData("", "", "", "one:a-model one:b-model two:a-model")]
    [InlineData("BETA", "", "", "one:b-model")]
    [InlineData("a-m", "two", "", "two:a-model")]
    [InlineData("", "", "other", "one:b-model")]
    [InlineData("a-model", "one", "other", "")]
    [InlineData("", "nowhere", "", "")]
    public void Search_group_and_provider_narrow_the_list(string search, string group, string provider, string expected) => Assert.Equal(
        expected, string.Join(' ', new PriceFilter(search, group, provider).Of(List).SelectMany(found => found.Models.Select(model => $"{found.Name}:{model.Id}"))));

    [Fact]
    public void Blocks_hold_every_price_once_and_the_ordinary_ones_first()
    {
        var model = Group("g", ("m", "M", "o")).Models[0] with
        {
            Prices =
            [
                Price("input", "batch"), Price("input", "standard", above: 200_000), Price("image", "standard", variant: "high"), Price("input", "standard"), Price("output", "standard"),
            ],
        };
        var blocks = PriceBlock.Of(model);
        Assert.True(blocks[0].IsOrdinary);
        Assert.Equal(["input", "output"], blocks[0].Prices.Select(price => price.Dimension));
        Assert.Equal(model.Prices.Count, blocks.Sum(block => block.Prices.Count));
        Assert.Equal("batch", blocks[^1].Tier);
    }

    private static PriceView Price(string dimension, string tier, long above = 0, string? variant = null) =>
        new() { Dimension = dimension, Unit = "1M tokens", ServiceTier = tier, PromptTokens = above, Variant = variant, List = "1.00", Charged = "1.00" };

    private static GroupPricesView Group(string name, params (string Id, string Name, string Owner)[] models) => new()
    {
        Name = name,
        Description = "",
        Multiplier = "1.0",
        CancelPolicy = "delivered",
        Models = [.. models.Select(model => new ModelPricesView { Id = model.Id, DisplayName = model.Name, OwnedBy = model.Owner, PriceVersion = "v" })],
    };
}
