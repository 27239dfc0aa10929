using System.Text;
using Gantry.Catalog;
using Gantry.Catalog.Import;
using Gantry.Tests.Billing.Pricing;
using Gantry.Tests.Simulator;
using Gantry.Tests.Storage;
using Xunit;

namespace Gantry.Tests.Catalog;

public sealed class PriceImportTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("3e-06", "3.00")]
    [InlineData("1.25e-7", "0.125")]
    [InlineData("0.000015", "15.00")]
    [InlineData("3.625E-9", "0.003625")]
    [InlineData("0.0", "0.00")]
    public void Number_is_read_from_its_text(string text, string dollars)
    {
        Assert.True(ExactNumber.TryRead(text, 15, out var scaled, out var exact));
        Assert.True(exact);
        Assert.Equal(dollars, DecimalText.Format(scaled, DecimalText.Nano, 2));
    }

    [Fact]
    public void Number_that_is_finer_than_a_nano_dollar_is_rounded_up_and_said_to_be()
    {
        Assert.True(ExactNumber.TryRead("0.0002833333333333333", 15, out var scaled, out var exact));
        Assert.False(exact);
        Assert.Equal(283_333_333_334, scaled);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("1e400")]
    [InlineData("9e30")]
    [InlineData("1,5")]
    [InlineData("")]
    public void What_is_no_price_is_refused(string text) => Assert.False(ExactNumber.TryRead(text, 15, out _, out _));

    [Fact]
    public void LiteLlm_entry_becomes_a_whole_price()
    {
        var found = Assert.Single(Read(PriceImport.LiteLlm, """
            {"m": {"litellm_provider": "openai", "mode": "chat", "input_cost_per_token": 5e-06, "output_cost_per_token": 3e-05, "cache_read_input_token_cost": 5e-07,
                   "output_cost_per_reasoning_token": 3e-05, "input_cost_per_token_above_272k_tokens": 1e-05, "output_cost_per_token_above_272k_tokens": 4.5e-05,
                   "input_cost_per_token_flex": 2.5e-06, "output_cost_per_token_flex": 1.5e-05, "input_cost_per_token_batches": 2.5e-06,
                   "search_context_cost_per_query": {"search_context_size_low": 0.01, "search_context_size_high": 0.025}}}
            """));
        Assert.Equal(
            ["input 5.00", "output 30.00", "cache_read 0.50", "web_search 0.025", "long_context.above 272000", "long_context.input 10.00", "long_context.output 45.00",
             "tiers.flex.input 2.50", "tiers.flex.output 15.00", "tiers.batch.input 2.50"],
            found.Price!.Facts("").Select(f => $"{f.Name} {f.Value}"));
        Assert.Contains("the dearest is taken", Assert.Single(found.Notes));
    }

    [Fact]
    public void Bound_of_xai_includes_itself()
    {
        var found = Assert.Single(Read(PriceImport.LiteLlm, """{"g": {"litellm_provider": "xai", "input_cost_per_token": 2e-06, "input_cost_per_token_above_200k_tokens": 4e-06}}"""));
        Assert.Equal("ge", found.Price!.LongContext!.Bound);
    }

    [Fact]
    public void Nothing_but_zero_is_no_price() =>
        Assert.Null(Assert.Single(Read(PriceImport.LiteLlm, """{"m": {"litellm_provider": "x", "input_cost_per_token": 0.0, "output_cost_per_token": 0.0}}""")).Price);

    [Fact]
    public void Models_dev_entry_becomes_a_price_and_an_hour_of_cache_is_twice_the_input()
    {
        var found = Assert.Single(Read(PriceImport.ModelsDev, """
            {"anthropic": {"id": "anthropic", "models": {"claude-sonnet-4-5": {"id": "claude-sonnet-4-5", "cost":
                {"input": 3, "output": 15, "cache_read": 0.3, "cache_write": 3.75, "context_over_200k": {"input": 6, "output": 22.5, "cache_read": 0.6, "cache_write": 7.5}}}}}}
            """));
        var price = found.Price!;
        Assert.Equal(Prices.Usd("6"), price.CacheWrite1h);
        Assert.Equal((200_000, Prices.Usd("22.5"), Prices.Usd("12")), (price.LongContext!.Above, price.LongContext.Output, price.LongContext.CacheWrite1h));
        Assert.Empty(CacheRule.Check(price));
        var proposals = PriceImport.Propose([Sample.Seed.Find("claude-sonnet-4-5")!.ToRow("claude-sonnet-4-5")], [found], Now);
        Assert.Empty(proposals);
    }

    [Fact]
    public void Difference_names_the_change_and_what_needs_a_second_look()
    {
        var differences = PriceImport.Compare(
            Prices.Of(input: "3", output: "15", read: "0.30"), Prices.Of(input: "3.60", output: "18.01", write5m: "3.75"));
        Assert.Equal(
            ["~ input 3.00 -> 3.60 (+20.00 %)", "~ output 15.00 -> 18.01 (+20.06 %)", "- cache_read 0.30", "+ cache_write_5m 3.75"], differences.Select(d => d.ToString()));
        Assert.Equal([false, true, true, false], differences.Select(d => d.IsLarge));
    }

    [Fact]
    public void Vendor_comes_before_those_who_resell_and_an_alias_is_found()
    {
        var model = new ModelRow { Id = "mine", Aliases = ["m"], OwnedBy = "openai" };
        var published = Read(PriceImport.ModelsDev, """
            {"azure": {"models": {"m": {"cost": {"input": 9, "output": 9}}}}, "openai": {"models": {"m": {"cost": {"input": 1, "output": 2}}}}}
            """);
        var proposal = Assert.Single(PriceImport.Propose([model], published, Now));
        Assert.Equal(("m", Prices.Usd("1")), (proposal.ListedAs, proposal.Price.Input));
    }

    [Fact]
    public void Old_models_of_the_list_break_the_rule_of_the_cache_and_a_promotion_is_read_aloud()
    {
        var published = Read(PriceImport.LiteLlm, File.ReadAllText(Path.Combine(Shared.Folder("data"), "model-prices.json")));
        var rows = new[] { "claude-3-haiku-20240307", "claude-3-opus-20240229", "claude-sonnet-5", "claude-sonnet-4-5" }.Select(id => new ModelRow { Id = id });
        var proposals = PriceImport.Propose(rows, published, Now).ToDictionary(p => p.Row.Id);
        Assert.Contains(proposals["claude-3-haiku-20240307"].Warnings, w => w.StartsWith("cache_write_1h is 6.00", StringComparison.Ordinal));
        Assert.Contains(proposals["claude-3-opus-20240229"].Warnings, w => w.StartsWith("cache_write_1h is 6.00", StringComparison.Ordinal));
        Assert.Contains(proposals["claude-sonnet-5"].Warnings, w => w.Contains("Promotional", StringComparison.Ordinal));
        Assert.Empty(proposals["claude-sonnet-4-5"].Warnings);
    }

    [Fact]
    public void Seed_catalogue_agrees_with_the_list()
    {
        // Published by their vendors, unknown to the list: the long prompts of xAI.
        string[] known = ["grok-4.5: - long_context.above 200000", "grok-4.5: - long_context.bound ge", "grok-4.5: - long_context.input 4.00", "grok-4.5: - long_context.output 12.00"];
        var published = Read(PriceImport.LiteLlm, File.ReadAllText(Path.Combine(Shared.Folder("data"), "model-prices.json")));
        var different = PriceImport.Propose(Sample.Seed.Models.Where(m => m.Price is not null).Select(m => m.ToRow(m.Id)), published, Now)
            .SelectMany(p => p.Differences.Select(d => $"{p.Row.Id}: {d}"));
        Assert.Equal(known, different);
    }

    [Fact]
    public void Price_that_has_begun_is_what_a_list_is_compared_with_and_what_is_planned_stays()
    {
        var model = new ModelRow { Id = "m", Price = Prices.Of("1", null), Prices = [new DatedPrice(Now.AddDays(-1), Prices.Of("2", null)), new DatedPrice(Now.AddDays(9), Prices.Of("9", null))] };
        var published = Read(PriceImport.LiteLlm, """{"m": {"litellm_provider": "x", "input_cost_per_token": 3e-06}}""");
        var proposal = Assert.Single(PriceImport.Propose([model], published, Now));
        Assert.Equal("~ input 2.00 -> 3.00 (+50.00 %)", Assert.Single(proposal.Differences).ToString());
        var now = (ModelRow)PriceImport.Accept(proposal, null, Now).Row;
        Assert.Equal((Prices.Usd("3"), Now.AddDays(9)), (now.PriceAt(Now)!.Input, Assert.Single(now.Prices).From));
        var later = (ModelRow)PriceImport.Accept(proposal, Now.AddDays(3), Now).Row;
        Assert.Equal([Prices.Usd("2"), Prices.Usd("3"), Prices.Usd("9")], new[] { 0, 3, 9 }.Select(days => later.PriceAt(Now.AddDays(days))!.Input!.Value));
    }

    [Theory]
    [InlineData(PriceImport.LiteLlm, """{"m": {"litellm_provider": "x", "input_cost_per_token": 3e-06}}""")]
    [InlineData(PriceImport.ModelsDev, """{"x": {"models": {"m": {"cost": {"input": 3}}}}}""")]
    public void Format_of_a_list_is_told_from_the_list(string format, string list)
    {
        var read = PriceImport.Read(Encoding.UTF8.GetBytes(list));
        Assert.Equal((format, Prices.Usd("3")), (read.Format, Assert.Single(read.Published).Price!.Input!.Value));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"m": {"price": 3}}""")]
    [InlineData("input: 3")]
    [InlineData("""{"m": {"litellm_provider": 3, "input_cost_per_token": 3e-06}}""")]
    public void List_of_no_known_format_is_refused(string text) => Assert.ThrowsAny<System.Text.Json.JsonException>(() => PriceImport.Read(Encoding.UTF8.GetBytes(text)));

    private static System.Collections.Immutable.ImmutableArray<PublishedPrice> Read(string format, string json) => PriceImport.Read(format, Encoding.UTF8.GetBytes(json));
}
