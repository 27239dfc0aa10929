using Gantry.Protocols.Hub;
using Gantry.Protocols.Models;
using Gantry.Protocols.Reasoning;
using Gantry.Protocols.Reasoning.Controls;
using Xunit;

namespace Gantry.Protocols.Tests.Reasoning.Controls;

public sealed class GeminiControlsTests
{
    private readonly LossLog _losses = new();

    [Theory]
    [Trait("Case", "249")]
    [InlineData("gemini-2.5-flash", 0L, null, false)]
    [InlineData("gemini-2.5-flash-lite", 0L, null, false)]
    [InlineData("gemini-2.5-pro", 128L, null, true)]
    [InlineData("gemini-3-flash-preview", null, "MINIMAL", true)]
    [InlineData("gemini-3-pro-preview", null, "LOW", true)]
    [InlineData("gemini-3.7-flash", null, "LOW", true)]
    [InlineData("gemini-2.0-flash", null, null, false)]
    public void Off_is_said_as_each_model_wants_to_hear_it(string model, long? budget, string? level, bool isLoss)
    {
        Assert.Equal(new GeminiControls(budget, level, null), For(model, ReasoningWish.Off));
        Assert.Equal(isLoss ? "reasoning_not_disableable" : "", _losses.ToString());
    }

    [Theory]
    [InlineData(ReasoningEffort.Minimal, 512, 512)]
    [InlineData(ReasoningEffort.Low, 1_024, 1_024)]
    [InlineData(ReasoningEffort.Medium, 8_192, 8_192)]
    [InlineData(ReasoningEffort.High, 24_576, 24_576)]
    [InlineData(ReasoningEffort.XHigh, 24_576, 32_768)]
    [InlineData(ReasoningEffort.Max, 24_576, 32_768)]
    public void Effort_becomes_a_budget_before_the_third_generation(ReasoningEffort effort, long flash, long pro)
    {
        Assert.Equal(flash, For("gemini-2.5-flash", ReasoningWish.OfEffort(effort)).Budget);
        Assert.Equal(pro, For("gemini-2.5-pro", ReasoningWish.OfEffort(effort)).Budget);
    }

    [Theory]
    [InlineData("gemini-3-flash-preview", ReasoningEffort.Minimal, "MINIMAL")]
    [InlineData("gemini-3.1-pro-preview", ReasoningEffort.Minimal, "LOW")]
    [InlineData("gemini-3.1-pro-preview", ReasoningEffort.Medium, "MEDIUM")]
    [InlineData("gemini-3-pro-preview", ReasoningEffort.Medium, "HIGH")]
    [InlineData("gemini-3-flash-preview", ReasoningEffort.Max, "HIGH")]
    public void Effort_becomes_a_level_from_the_third_generation_on(string model, ReasoningEffort effort, string level) =>
        Assert.Equal(level, For(model, ReasoningWish.OfEffort(effort)).Level);

    [Theory]
    [InlineData(50, 128)]
    [InlineData(20_000, 20_000)]
    [InlineData(100_000, 32_768)]
    public void Budget_stays_in_the_models_range(long asked, long sent) => Assert.Equal(sent, For("gemini-2.5-pro", ReasoningWish.OfBudget(asked)).Budget);

    [Theory]
    [InlineData(ReasoningEffort.XHigh)]
    [InlineData(ReasoningEffort.Max)]
    public void No_level_is_above_high(ReasoningEffort effort) =>
        Assert.Equal("HIGH", GeminiControls.For(ReasoningWish.OfEffort(effort), ModelRules.Permissive, _losses).Level);

    [Fact]
    public void Budget_becomes_a_level_where_levels_are_spoken() => Assert.Equal("HIGH", For("gemini-3-flash-preview", ReasoningWish.OfBudget(31_999)).Level);

    [Fact]
    public void Auto_is_minus_one_only_where_the_client_said_so()
    {
        Assert.Equal(-1, For("gemini-2.5-flash", ReasoningWish.Auto).Budget);
        Assert.True(For("gemini-2.5-flash", ReasoningWish.Unstated).IsEmpty);
        Assert.True(For("gemini-3-flash-preview", ReasoningWish.Auto).IsEmpty);
    }

    [Fact]
    public void Thoughts_are_included_for_who_wants_to_read_them()
    {
        var request = ReasoningWish.OfEffort(ReasoningEffort.Low) with { Visible = ReasoningVisibility.Summary };
        Assert.True(For("gemini-2.5-flash", request).IncludeThoughts);
        Assert.Null(For("gemini-2.5-flash", request with { Visible = ReasoningVisibility.None }).IncludeThoughts);
        Assert.True(For("gemini-2.0-flash", request).IsEmpty);
        Assert.Equal("param_dropped:reasoning", _losses.ToString());
    }

    [Fact]
    public void Budget_and_level_are_never_set_together()
    {
        string[] models = ["gemini-2.0-flash", "gemini-2.5-flash", "gemini-2.5-pro", "gemini-3-pro-preview", "gemini-3-flash", "gemini-9", "unknown"];
        ReasoningWish[] requests =
            [ReasoningWish.Unstated, ReasoningWish.Auto, ReasoningWish.Off, ReasoningWish.OfBudget(5_000), ReasoningWish.OfEffort(ReasoningEffort.Low)];
        foreach (var controls in models.SelectMany(model => requests.Select(request => For(model, request))))
        {
            Assert.False(controls.Budget is not null && controls.Level is not null);
        }
    }

    private GeminiControls For(string model, ReasoningWish request) => GeminiControls.For(request, ModelRulesCatalogue.BuiltIn.For(model), _losses);
}
