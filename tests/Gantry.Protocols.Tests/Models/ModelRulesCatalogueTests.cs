using System.Text;
using System.Text.Json;
using Gantry.Protocols.Media;
using Gantry.Protocols.Models;
using Gantry.Protocols.Reasoning;
using Xunit;

namespace Gantry.Protocols.Tests.Models;

public sealed class ModelRulesCatalogueTests
{
    private static ModelRules Rules(string model) => ModelRulesCatalogue.BuiltIn.For(model);

    [Theory]
    [InlineData("claude-sonnet-4-5")]
    [InlineData("claude-sonnet-4-5-20250929")]
    [InlineData("claude-sonnet-4-5@20250929")]
    [InlineData("anthropic/claude-sonnet-4.5")]
    [InlineData("us.anthropic.claude-sonnet-4-5-20250929-v1:0")]
    [InlineData("global.anthropic.claude-sonnet-4-5-20250929-v1:0")]
    [InlineData("arn:aws:bedrock:us-east-1:1:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0")]
    [InlineData("publishers/anthropic/models/claude-sonnet-4-5")]
    [InlineData(" Claude-Sonnet-4-5[1m] ")]
    public void Model_is_known_in_every_spelling(string model)
    {
        Assert.Equal(ThinkingKind.Budget, Rules(model).Thinking);
        Assert.Equal(64_000, Rules(model).MaxOutput);
        Assert.Equal(StructuredOutputRule.Native, Rules(model).StructuredOutput);
    }

    [Theory]
    [InlineData("gpt-5-mini-2025-08-07", ThinkingKind.Level, "minimal,low,medium,high", false)]
    [InlineData("gpt-5.1", ThinkingKind.Level, "low,medium,high", true)]
    [InlineData("gpt-5.1-codex-max", ThinkingKind.Level, "low,medium,high,xhigh", false)]
    [InlineData("openai/gpt-5.2", ThinkingKind.Level, "low,medium,high,xhigh", true)]
    [InlineData("gpt-5.4-nano-2026-03-17", ThinkingKind.Level, "low,medium,high,xhigh", true)]
    [InlineData("gpt-5.5-pro", ThinkingKind.Level, "medium,high,xhigh", false)]
    [InlineData("gpt-5.6-sol", ThinkingKind.Level, "low,medium,high,xhigh,max", true)]
    [InlineData("openai.gpt-oss-20b", ThinkingKind.Level, "low,medium,high", false)]
    [InlineData("o4-mini-2025-04-16", ThinkingKind.Level, "low,medium,high", false)]
    [InlineData("claude-opus-4-6", ThinkingKind.Adaptive, "low,medium,high,max", true)]
    [InlineData("claude-opus-4-8", ThinkingKind.Adaptive, "low,medium,high,xhigh,max", true)]
    [InlineData("claude-fable-5.1", ThinkingKind.Adaptive, "low,medium,high,xhigh,max", false)]
    [InlineData("claude-mythos-preview", ThinkingKind.Adaptive, "low,medium,high,xhigh,max", false)]
    [InlineData("gemini-3-pro-preview", ThinkingKind.Level, "low,high", false)]
    [InlineData("models/gemini-3.1-pro-preview", ThinkingKind.Level, "low,medium,high", false)]
    [InlineData("gemini-3-flash-preview", ThinkingKind.Level, "minimal,low,medium,high", false)]
    public void Thinking_is_controlled_as_the_vendor_says(string model, ThinkingKind thinking, string efforts, bool canDisable)
    {
        Assert.Equal(thinking, Rules(model).Thinking);
        Assert.Equal(efforts, Rules(model).Efforts.ToString());
        Assert.Equal(canDisable, Rules(model).CanDisableThinking);
    }

    [Theory]
    [InlineData("gpt-4o-mini", ThinkingKind.None)]
    [InlineData("gpt-4.1-nano", ThinkingKind.None)]
    [InlineData("gpt-5-chat-latest", ThinkingKind.None)]
    [InlineData("claude-3-5-haiku-20241022", ThinkingKind.None)]
    [InlineData("claude-3-7-sonnet-20250219", ThinkingKind.Budget)]
    [InlineData("claude-opus-4-20250514", ThinkingKind.Budget)]
    [InlineData("claude-opus-4-1-20250805", ThinkingKind.Budget)]
    [InlineData("claude-opus-4-5-20251101", ThinkingKind.Budget)]
    [InlineData("gemini-2.0-flash-001", ThinkingKind.None)]
    [InlineData("gemini-2.5-pro-preview-05-06", ThinkingKind.Budget)]
    [InlineData("deepseek-v4-pro", ThinkingKind.Switch)]
    [InlineData("deepseek-reasoner", ThinkingKind.Always)]
    [InlineData("grok-4-fast-non-reasoning", ThinkingKind.None)]
    [InlineData("grok-3", ThinkingKind.None)]
    [InlineData("grok-3-mini-fast", ThinkingKind.Level)]
    [InlineData("grok-4-0709", ThinkingKind.Always)]
    [InlineData("grok-4.3", ThinkingKind.Level)]
    [InlineData("grok-code-fast-1", ThinkingKind.Always)]
    [InlineData("grok-9", ThinkingKind.Unknown)]
    public void Kind_of_thinking_is_known(string model, ThinkingKind thinking) => Assert.Equal(thinking, Rules(model).Thinking);

    [Theory]
    [InlineData("claude-opus-5-5")]
    [InlineData("claude-opus-6-20271231")]
    [InlineData("claude-something-new")]
    public void Newer_model_of_a_family_counts_as_the_newest_known(string model)
    {
        Assert.Equal(ThinkingKind.Adaptive, Rules(model).Thinking);
        Assert.Equal(SamplingRule.Never, Rules(model).Sampling);
        Assert.Null(Rules(model).MaxOutput);
    }

    [Theory]
    [InlineData("my-own-model")]
    [InlineData("gpt-50")]
    [InlineData("gpt-5.9")]
    [InlineData("gpt-4.5-preview")]
    [InlineData("")]
    public void Unknown_model_is_refused_nothing(string model) => Assert.Same(ModelRules.Permissive, Rules(model));

    [Fact]
    public void Permissive_rules_allow_everything()
    {
        var rules = ModelRules.Permissive;
        Assert.Equal(
            (ThinkingKind.Unknown, SamplingRule.Allowed, ForcedToolRule.Always, StructuredOutputRule.Native),
            (rules.Thinking, rules.Sampling, rules.ForcedTool, rules.StructuredOutput));
        Assert.True(rules is { Prefill: true, MidSystem: true, StrictTools: true, ToolComboWithSearch: true, CanDisableThinking: true, MaxOutput: null });
        Assert.Equal(MediaKinds.All, rules.FunctionResponseMedia);
    }

    [Fact]
    [Trait("Case", "259")]
    public void Cache_breakpoints_are_counted_where_there_are_any()
    {
        Assert.Equal(4, Rules("claude-sonnet-5").CacheBreakpoints);
        Assert.Equal(4, Rules("gpt-5.6").CacheBreakpoints);
        Assert.Equal(0, Rules("gpt-5.5").CacheBreakpoints);
        Assert.Equal(0, Rules("gemini-3-flash").CacheBreakpoints);
    }

    [Fact]
    public void Search_beside_functions_and_media_in_results_need_the_third_gemini()
    {
        Assert.True(Rules("gemini-3-flash-preview").ToolComboWithSearch);
        Assert.Equal(MediaKinds.Image | MediaKinds.Pdf | MediaKinds.Text, Rules("gemini-3-flash-preview").FunctionResponseMedia);
        Assert.False(Rules("gemini-2.5-flash").ToolComboWithSearch);
        Assert.Equal(MediaKinds.None, Rules("gemini-2.5-flash").FunctionResponseMedia);
    }

    [Fact]
    [Trait("Case", "243")]
    public void Thinking_goes_back_only_to_models_that_want_it()
    {
        Assert.Equal(ReasoningReplay.ToolTurns, Rules("deepseek-v4-flash").Replay);
        Assert.Equal(ReasoningReplay.Never, Rules("deepseek-reasoner").Replay);
        Assert.Equal(ReasoningReplay.Ignored, Rules("qwen3").Replay);
    }

    [Fact]
    public void Operator_knows_better_than_the_catalogue()
    {
        using var json = JsonDocument.Parse("""{"maxOutput":1000,"thinking":"none","efforts":["low","max"],"sampling":"never","input":["image","pdf"]}""");
        var rules = ModelRulesCatalogue.BuiltIn.For("claude-sonnet-4-5", ModelRulesReader.Read(json.RootElement));
        Assert.Equal((1_000, ThinkingKind.None, "low,max", SamplingRule.Never), (rules.MaxOutput, rules.Thinking, rules.Efforts.ToString(), rules.Sampling));
        Assert.Equal(MediaKinds.Image | MediaKinds.Pdf, rules.Input);
        Assert.Equal(ForcedToolRule.NotWithBudget, rules.ForcedTool);
    }

    [Theory]
    [InlineData("""{"thinkng":"none"}""", "thinkng")]
    [InlineData("""{"thinking":"sometimes"}""", "thinking")]
    [InlineData("""{"thinking":"1"}""", "thinking")]
    [InlineData("""{"maxOutput":-1}""", "maxOutput")]
    [InlineData("""{"maxOutput":"many"}""", "maxOutput")]
    [InlineData("""{"efforts":["none"]}""", "efforts")]
    [InlineData("""{"prefill":1}""", "prefill")]
    public void Wrong_rule_is_refused_by_name(string json, string member)
    {
        using var document = JsonDocument.Parse(json);
        Assert.StartsWith(member, Assert.Throws<FormatException>(() => ModelRulesReader.Read(document.RootElement)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"sources":{},"rows":[{"prefix":"a","source":"b"}]}""")]
    [InlineData("""{"sources":{"b":""},"rows":[{"prefix":"a","source":"b"},{"prefix":"a","source":"b"}]}""")]
    [InlineData("""{"sources":{"b":""},"rows":[{"source":"b"}]}""")]
    public void Row_without_source_or_with_a_prefix_used_before_is_refused(string json) =>
        Assert.Throws<FormatException>(() => ModelRulesCatalogue.Parse(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Nearest_effort_is_the_next_stronger_one_then_the_next_weaker()
    {
        var set = EffortSet.Of(ReasoningEffort.Low, ReasoningEffort.High);
        Assert.Equal(ReasoningEffort.Low, set.Nearest(ReasoningEffort.Minimal));
        Assert.Equal(ReasoningEffort.High, set.Nearest(ReasoningEffort.Medium));
        Assert.Equal(ReasoningEffort.High, set.Nearest(ReasoningEffort.Max));
        Assert.Null(default(EffortSet).Nearest(ReasoningEffort.Low));
        Assert.Null(default(EffortSet).Lowest);
    }
}
