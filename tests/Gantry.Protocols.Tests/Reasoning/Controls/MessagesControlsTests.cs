using Gantry.Protocols.Hub;
using Gantry.Protocols.Models;
using Gantry.Protocols.Reasoning;
using Gantry.Protocols.Reasoning.Controls;
using Xunit;

namespace Gantry.Protocols.Tests.Reasoning.Controls;

public sealed class MessagesControlsTests
{
    private readonly LossLog _losses = new();

    [Theory]
    [InlineData(ReasoningEffort.Minimal, "low")]
    [InlineData(ReasoningEffort.Low, "low")]
    [InlineData(ReasoningEffort.Medium, "medium")]
    [InlineData(ReasoningEffort.High, "high")]
    [InlineData(ReasoningEffort.XHigh, "xhigh")]
    [InlineData(ReasoningEffort.Max, "max")]
    [Trait("Case", "248")]
    public void Adaptive_model_gets_the_effort(ReasoningEffort effort, string name)
    {
        var controls = For("claude-opus-4-8", ReasoningWish.OfEffort(effort));
        Assert.Equal(("adaptive", name, (long?)null), (controls.Thinking, controls.Effort, controls.Budget));
        Assert.True(_losses.IsEmpty);
    }

    [Fact]
    public void Model_without_xhigh_gets_max() => Assert.Equal("max", For("claude-opus-4-6", ReasoningWish.OfEffort(ReasoningEffort.XHigh)).Effort);

    [Theory]
    [InlineData(ReasoningEffort.Minimal, 1_024)]
    [InlineData(ReasoningEffort.Low, 2_048)]
    [InlineData(ReasoningEffort.Medium, 8_192)]
    [InlineData(ReasoningEffort.High, 16_384)]
    [InlineData(ReasoningEffort.XHigh, 32_768)]
    [InlineData(ReasoningEffort.Max, 64_000 - 8_192)]
    [Trait("Case", "248")]
    public void Budget_model_gets_a_budget_below_its_cap(ReasoningEffort effort, long budget)
    {
        var controls = For("claude-sonnet-4-5", ReasoningWish.OfEffort(effort));
        Assert.Equal(("enabled", budget, 64_000, (string?)null), (controls.Thinking, controls.Budget, controls.MaxTokens, controls.Effort));
    }

    [Fact]
    [Trait("Case", "244")]
    public void Budget_yields_to_the_clients_cap()
    {
        var controls = For("claude-sonnet-4-5", ReasoningWish.OfEffort(ReasoningEffort.High), new() { MaxTokens = 4_096 });
        Assert.Equal(("enabled", 4_095, 4_096), (controls.Thinking, controls.Budget, controls.MaxTokens));
        Assert.True(_losses.IsEmpty);
    }

    [Theory]
    [InlineData(1_024, false)]
    [InlineData(1_025, true)]
    [InlineData(1, false)]
    [Trait("Case", "244")]
    public void Cap_without_room_for_the_smallest_budget_turns_thinking_off(long cap, bool thinks)
    {
        var controls = For("claude-sonnet-4-5", ReasoningWish.OfBudget(16_000), new() { MaxTokens = cap });
        Assert.Equal((thinks, cap), (controls.Thinks, controls.MaxTokens));
        Assert.Equal(thinks ? "" : "thinking_disabled_small_max_tokens", _losses.ToString());
    }

    [Fact]
    public void Every_mapping_keeps_the_rules_that_the_vendor_checks()
    {
        string[] models = ["claude-3-7-sonnet", "claude-opus-4", "claude-sonnet-4-5", "claude-opus-4-6", "claude-opus-5", "claude-fable-5", "claude-3-5-haiku", "unknown"];
        ReasoningWish[] requests =
        [
            ReasoningWish.Unstated, ReasoningWish.Auto, ReasoningWish.Off, .. Enum.GetValues<ReasoningEffort>().Select(ReasoningWish.OfEffort),
            .. new long[] { 1, 1_023, 1_024, 31_999, 1_000_000 }.Select(ReasoningWish.OfBudget),
        ];
        foreach (string model in models)
        {
            foreach (var request in requests)
            {
                foreach (long? cap in (long?[])[null, 1, 1_024, 1_025, 4_096, 32_000, 1_000_000])
                {
                    var controls = For(model, request, new() { MaxTokens = cap });
                    Assert.Equal(controls.Thinking == "enabled", controls.Budget is not null);
                    if (controls.Budget is { } budget) Assert.InRange(budget, 1_024, controls.MaxTokens - 1);
                    Assert.InRange(controls.MaxTokens, 1, cap ?? long.MaxValue);
                    Assert.InRange(controls.MaxTokens, 1, ModelRulesCatalogue.BuiltIn.For(model).MaxOutput ?? long.MaxValue);
                }
            }
        }
    }

    [Fact]
    [Trait("Case", "245")]
    public void Budget_becomes_an_effort_where_budgets_are_refused()
    {
        var controls = For("claude-opus-4-7", ReasoningWish.OfBudget(31_999), new() { MaxTokens = 32_000 });
        Assert.Equal(("adaptive", "high", (long?)null), (controls.Thinking, controls.Effort, controls.Budget));
    }

    [Fact]
    public void Budget_is_kept_where_it_is_understood() => Assert.Equal(31_999, For("claude-haiku-4-5", ReasoningWish.OfBudget(31_999), new() { MaxTokens = 32_000 }).Budget);

    [Fact]
    public void Off_is_said_as_each_model_wants_to_hear_it()
    {
        Assert.Null(For("claude-sonnet-4-5", ReasoningWish.Off).Thinking);
        Assert.Equal("disabled", For("claude-sonnet-5", ReasoningWish.Off).Thinking);
        Assert.True(_losses.IsEmpty);
        var always = For("claude-mythos-5", ReasoningWish.Off);
        Assert.Equal((null, "low"), (always.Thinking, always.Effort));
        Assert.Equal("reasoning_not_disableable", _losses.ToString());
    }

    [Fact]
    public void Effort_beside_disabled_thinking_stays_within_its_bound()
    {
        var controls = For("claude-opus-5", ReasoningWish.Off with { Effort = ReasoningEffort.Max });
        Assert.Equal(("disabled", "high"), (controls.Thinking, controls.Effort));
    }

    [Fact]
    public void Silence_sends_nothing_and_auto_sends_adaptive()
    {
        Assert.Equal((null, null), (For("claude-opus-5", ReasoningWish.Unstated).Thinking, For("claude-opus-5", ReasoningWish.Unstated).Effort));
        Assert.Equal("adaptive", For("claude-opus-5", ReasoningWish.Auto).Thinking);
        Assert.Null(For("claude-sonnet-4-5", ReasoningWish.Auto).Thinking);
    }

    [Fact]
    public void Summary_is_asked_for_where_thinking_is_hidden_without()
    {
        var request = ReasoningWish.OfEffort(ReasoningEffort.High) with { Visible = ReasoningVisibility.Summary };
        Assert.Equal("summarized", For("claude-opus-4-8", request).Display);
        Assert.Null(For("claude-opus-4-6", request).Display);
        Assert.Null(For("claude-opus-4-8", request with { Visible = ReasoningVisibility.None }).Display);
    }

    [Fact]
    public void Forced_tool_wins_over_thinking_by_budget()
    {
        Assert.False(For("claude-sonnet-4-5", ReasoningWish.OfEffort(ReasoningEffort.High), new() { ForcedTool = true }).Thinks);
        Assert.Equal("thinking_disabled_forced_tool", _losses.ToString());
        Assert.True(For("claude-opus-4-8", ReasoningWish.OfEffort(ReasoningEffort.High), new() { ForcedTool = true }).Thinks);
    }

    [Fact]
    [Trait("Case", "241")]
    public void Missing_thinking_block_turns_thinking_by_budget_off()
    {
        Assert.False(For("claude-sonnet-4-5", ReasoningWish.OfEffort(ReasoningEffort.High), new() { MissingBlock = true }).Thinks);
        Assert.Equal("thinking_disabled_missing_block", _losses.ToString());
        Assert.True(For("claude-opus-4-8", ReasoningWish.OfEffort(ReasoningEffort.High), new() { MissingBlock = true }).Thinks);
    }

    [Fact]
    public void Cap_is_always_there_and_within_the_models()
    {
        Assert.Equal(64_000, For("claude-haiku-4-5", ReasoningWish.Unstated).MaxTokens);
        Assert.Equal(8_192, For("unknown", ReasoningWish.Unstated).MaxTokens);
        Assert.Equal(2_048 + 8_192, For("unknown", ReasoningWish.OfEffort(ReasoningEffort.Low)).MaxTokens);
        Assert.True(_losses.IsEmpty);
        Assert.Equal(64_000, For("claude-haiku-4-5", ReasoningWish.Unstated, new() { MaxTokens = 128_000 }).MaxTokens);
        Assert.Equal("max_tokens_clamped", _losses.ToString());
    }

    [Fact]
    public void Model_that_does_not_think_is_not_asked_to()
    {
        Assert.Null(For("claude-3-5-haiku-20241022", ReasoningWish.OfEffort(ReasoningEffort.High)).Thinking);
        Assert.Equal("param_dropped:reasoning", _losses.ToString());
    }

    private MessagesControls For(string model, ReasoningWish request, MessagesContext context = default) =>
        MessagesControls.For(request, ModelRulesCatalogue.BuiltIn.For(model), context, _losses);
}
