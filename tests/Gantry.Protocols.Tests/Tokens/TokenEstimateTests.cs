using System.Text;
using Gantry.Protocols.Json;
using Gantry.Protocols.Media;
using Gantry.Protocols.Tokens;
using Xunit;

namespace Gantry.Protocols.Tests.Tokens;

public sealed class TokenEstimateTests
{
    [Theory]
    [InlineData("claude-sonnet-4-5", 1092, 1092, 1568, 1590)]     // published: 1.19 megapixels, about 1,590
    [InlineData("claude-sonnet-4-5", 200, 200, 54, 54)]           // published: about 54
    [InlineData("claude-sonnet-4-5", 8000, 6000, 1500, 1600)]     // scaled down before it is counted
    [InlineData("gpt-4o", 1024, 1024, 765, 765)]                  // published: 765
    [InlineData("gpt-4o", 2048, 4096, 1105, 1105)]                // published: 1,105
    [InlineData("gpt-4.1-mini", 1024, 1024, 1659, 1659)]          // published: 1,024 patches, times 1.62
    [InlineData("gemini-2.5-flash", 300, 300, 258, 258)]          // published: 258 up to 384 pixels
    [InlineData("gemini-2.5-flash", 960, 540, 1548, 1548)]        // published: 6 tiles
    [InlineData("gemini-3-pro-preview", 4000, 3000, 1120, 1120)]  // published: the same for every picture
    public void Picture_costs_what_the_vendors_formula_says(string model, int width, int height, long least, long most) =>
        Assert.InRange(TokenFamilies.For(model).Image.Of(new ImageSize(width, height)), least, most);

    [Fact]
    public void Picture_of_low_detail_costs_the_base() => Assert.Equal(85, TokenFamilies.For("gpt-4o").Image.Of(new(4000, 4000), isLowDetail: true));

    [Fact]
    public void Picture_of_unknown_size_is_not_free() => Assert.All(TokenFamilies.All, family => Assert.True(family.Image.Of(null) > 50, family.Name));

    [Fact]
    public void Nothing_costs_nothing_and_anything_costs_something()
    {
        foreach (var family in TokenFamilies.All)
        {
            Assert.Equal(0, new TokenEstimate(family).Total);
            var one = new TokenEstimate(family);
            one.AddText("a"u8);
            Assert.True(one.Total >= 1, family.Name);
        }
    }

    [Fact]
    public void Tools_cost_their_frame_once_and_their_schemas_each()
    {
        var family = TokenFamilies.For("claude-sonnet-4-5");
        var schema = new JsonSlice("""{"type":"object","properties":{"city":{"type":"string"}}}"""u8.ToArray());
        long[] totals = [.. Enumerable.Range(0, 3).Select(count =>
        {
            var estimate = new TokenEstimate(family);
            estimate.AddMessage();
            for (int i = 0; i < count; i++) estimate.AddTool(JsonText.From("weather"), JsonText.From("Says how the weather is."), schema);
            return estimate.Total;
        })];
        Assert.True(totals[1] - totals[0] > family.ForTools);
        Assert.InRange(totals[2] - totals[1], family.PerTool + 10, 80);
    }

    [Fact]
    [Trait("Case", "87")]
    public void Claude_counts_more_than_a_general_vocabulary()
    {
        byte[] text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("Some words of plain English text. ", 100)));
        Assert.InRange((double)Of("claude-sonnet-4-5") / Of("gpt-4o"), 1.05, 1.25);
        Assert.InRange((double)Of("claude-opus-4-8") / Of("gpt-4o"), 1.3, 1.7);

        long Of(string model)
        {
            var estimate = new TokenEstimate(TokenFamilies.For(model));
            estimate.AddText(text);
            return estimate.Total;
        }
    }

    [Theory]
    [InlineData("us.anthropic.claude-sonnet-4-5-20250929-v1:0", "claude-4")]
    [InlineData("claude-opus-5-5", "claude")]
    [InlineData("openai/gpt-5.6-sol", "gpt-5.4")]
    [InlineData("gpt-4.1-mini-2025-04-14", "gpt-4.1-mini")]
    [InlineData("something-else", "other")]
    public void Family_is_found_by_the_longest_prefix(string model, string family) => Assert.Equal(family, TokenFamilies.For(model).Name);
}
