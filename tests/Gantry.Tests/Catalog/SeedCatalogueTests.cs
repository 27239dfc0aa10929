using Gantry.Catalog;
using Gantry.Catalog.Rules;
using Gantry.Tests.Storage;
using Xunit;

namespace Gantry.Tests.Catalog;

public sealed class SeedCatalogueTests
{
    [Theory]
    [InlineData("claude-sonnet-5")]
    [InlineData("claude-haiku-4-5")]
    [InlineData("claude-sonnet-4-5-20250929")]
    [InlineData("gpt-5.5")]
    [InlineData("gpt-4.1")]
    [InlineData("gemini-3.5-flash-lite")]
    [InlineData("gemini-3.1-pro-preview")]
    [InlineData("gemini-3-flash-preview")]
    public void Model_that_clients_call_by_default_has_a_price(string name)
    {
        var price = Sample.Seed.Find(name)?.Price;
        Assert.True(price is { Input: > 0, Output: > 0 });
    }

    [Theory]
    [InlineData("claude-opus-5-5")]
    [InlineData("gemini-3.8-flash")]
    public void Model_that_clients_call_and_nobody_has_priced_is_there_without_one(string name)
    {
        Assert.NotNull(Sample.Seed.Find(name));
        Assert.Null(Sample.Seed.Find(name)!.Price);
    }

    [Fact]
    public void Known_price_is_in_nano_dollars_per_million_tokens()
    {
        var price = Sample.Seed.Find("claude-sonnet-4-5")!.Price!;
        Assert.Equal(3_000_000_000, price.Input);
        Assert.Equal(15_000_000_000, price.Output);
        Assert.Equal(300_000_000, price.CacheRead);
        Assert.Equal(3_750_000_000, price.CacheWrite5m);
        Assert.Equal(6_000_000_000, price.CacheWrite1h);
        Assert.Equal(200_000, price.LongContext!.Above);
        Assert.Contains(new RowFact("price.web_search", "0.01"), price.Facts());
    }

    [Fact]
    public void Names_are_unique_and_every_kind_is_known()
    {
        var names = Sample.Seed.Models.SelectMany(m => (m.Aliases ?? []).Prepend(m.Id)).ToArray();
        Assert.Equal(names.Length, names.Distinct().Count());
        var rows = Sample.Seed.Models.Select(m => m.ToRow(m.Id));
        Assert.DoesNotContain(CatalogRules.Check(new CatalogIndex(CatalogRows.Of(0, rows))), p => !p.IsWarning);
    }
}
