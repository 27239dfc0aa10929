using System.Text.Json;
using Gantry.Protocols.Models;
using Gantry.Tests.Storage;
using Xunit;

namespace Gantry.Tests.Catalog;

public sealed class RulesReaderTests
{
    public static TheoryData<string> Rules() => [.. typeof(ModelRulesPatch).GetProperties().Select(rule => JsonNamingPolicy.SnakeCaseLower.ConvertName(rule.Name))];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Every_rule_of_the_catalogue_has_its_word_in_the_file(string rule) =>
        Assert.Single(Sample.Declare($"models: [{{id: m, price: {{free: true}}, rules: {{{rule}: null}}}}]").Models);

    [Fact]
    public void Every_word_of_the_file_is_read_as_the_rule_that_it_names()
    {
        var row = Sample.Declare(
            """
            models:
              - id: m
                rules:
                  thinking: adaptive
                  efforts: [low, max]
                  can_disable_thinking: false
                  thinks_by_default: true
                  highest_effort_without_thinking: high
                  min_budget: 1
                  max_budget: 2
                  hides_thinking: true
                  sampling: never
                  temperature_or_top_p: true
                  forced_tool: not_with_budget
                  structured_output: tool
                  prefill: false
                  mid_system: false
                  strict_tools: false
                  tool_combo_with_search: false
                  cache_breakpoints: 3
                  max_output: 4
                  input: [image, audio]
                  function_response_media: []
                  replay: tool_turns
                  think_tags: true
            """).Models.Single().Row;
        var patch = ModelRulesReader.Parse(row.Rules!);
        Assert.All(typeof(ModelRulesPatch).GetProperties(), rule => Assert.True(rule.GetValue(patch) is not null, rule.Name));
        Assert.Equal((ThinkingKind.Adaptive, SamplingRule.Never, ForcedToolRule.NotWithBudget, ReasoningReplay.ToolTurns), (patch.Thinking, patch.Sampling, patch.ForcedTool, patch.Replay));
        Assert.Equal((1, 2, 3, 4), (patch.MinBudget, patch.MaxBudget, patch.CacheBreakpoints, patch.MaxOutput));
    }
}
