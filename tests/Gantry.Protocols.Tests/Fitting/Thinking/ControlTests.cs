using Xunit;

namespace Gantry.Protocols.Tests.Fitting.Thinking;

public sealed class ControlTests
{
    [Theory]
    [Trait("Case", "244")]
    [InlineData("high", 4096, "claude-sonnet-4-5", """{"type":"enabled","budget_tokens":4095}""", null)]
    [InlineData("high", 500, "claude-sonnet-4-5", null, null)]
    [InlineData("xhigh", 9000, "claude-opus-4-6", """{"type":"adaptive"}""", "max")]
    [InlineData("none", 9000, "claude-opus-4-6", """{"type":"disabled"}""", null)]
    public void Effort_of_chat_becomes_thinking_of_claude(string effort, int cap, string model, string? thinking, string? outputEffort)
    {
        var sent = Chat($$"""
            "reasoning_effort":"{{effort}}","max_tokens":{{cap}}
            """, Protocol.Messages, model).Sent();
        Assert.Equal(thinking, sent["thinking"]?.ToJsonString());
        Assert.Equal(outputEffort, sent["output_config"]?["effort"]?.GetValue<string>());
        Assert.Equal(cap, sent["max_tokens"]!.GetValue<int>());
    }

    [Fact]
    [Trait("Case", "245")]
    public void Budget_becomes_an_effort_where_budgets_are_refused()
    {
        const string Body = """{"contents":[{"parts":[{"text":"q"}]}],"generationConfig":{"thinkingConfig":{"thinkingBudget":16000}}}""";
        var sent = TranslationRun.Of(Protocol.Gemini, Body, TranslationRun.Target(Protocol.Messages, "claude-opus-4-7")).Sent();
        Assert.Equal("adaptive", sent["thinking"]!["type"]!.GetValue<string>());
        Assert.Null(sent["thinking"]!["budget_tokens"]);
        Assert.Equal("high", sent["output_config"]!["effort"]!.GetValue<string>());
    }

    [Fact]
    [Trait("Case", "309")]
    public void Bedrock_gets_thinking_among_the_fields_of_the_model()
    {
        var run = Chat("""
            "reasoning_effort":"high"
            """, Protocol.Converse, "us.anthropic.claude-opus-4-6-v1:0");
        Assert.Equal("""{"thinking":{"type":"adaptive"},"output_config":{"effort":"high"}}""", run.Sent()["additionalModelRequestFields"]!.ToJsonString());
        Assert.True(run.Losses.IsEmpty, run.Losses.ToString());
        Assert.Equal(run.Sent().ToJsonString(), run.SentAgain().ToJsonString());
    }

    [Fact]
    [Trait("Case", "241")]
    public void Missing_thought_in_a_round_of_tools_turns_thinking_off()
    {
        const string Body = """{"model":"m","reasoning_effort":"high","messages":[{"role":"user","content":"q"},{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c","content":"o"}]}""";
        var run = TranslationRun.Of(Protocol.Chat, Body, TranslationRun.Target(Protocol.Messages, "claude-sonnet-4-5"));
        Assert.Null(run.Sent()["thinking"]);
        Assert.Contains("thinking_disabled_missing_block", run.Losses.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Case", "249")]
    [InlineData("none", "gemini-2.5-flash", """{"thinkingBudget":0}""")]
    [InlineData("none", "gemini-3-pro", """{"thinkingLevel":"LOW"}""")]
    [InlineData("medium", "gemini-3.1-pro", """{"includeThoughts":true,"thinkingLevel":"MEDIUM"}""")]
    public void Effort_of_chat_becomes_budget_or_level_of_gemini_never_both(string effort, string model, string config)
    {
        var sent = Chat($"\"reasoning_effort\":\"{effort}\"", Protocol.Gemini, model).Sent();
        Assert.Equal(config, sent["generationConfig"]!["thinkingConfig"]!.ToJsonString());
    }

    [Theory]
    [Trait("Case", "247")]
    [InlineData("""{"type":"enabled","budget_tokens":31999}""", "gpt-5.2", "high")]
    [InlineData("""{"type":"enabled","budget_tokens":1000}""", "gpt-5.6", "low")]
    [InlineData("""{"type":"disabled"}""", "gpt-5.2", "none")]
    [InlineData("null", "gpt-5.2", null)]
    public void Thinking_of_messages_becomes_an_effort(string thinking, string model, string? effort)
    {
        var target = TranslationRun.Target(Protocol.Chat, model);
        var run = TranslationRun.Of(Protocol.Messages, $$"""{"model":"m","max_tokens":40000,"thinking":{{thinking}},"messages":[{"role":"user","content":"q"}]}""", target);
        Assert.Equal(effort, run.Sent()["reasoning_effort"]?.GetValue<string>());
        Assert.DoesNotContain("thinking", run.Losses.ToString(), StringComparison.Ordinal);
        Assert.Equal(run.Sent().ToJsonString(), run.SentAgain().ToJsonString());
    }

    [Theory]
    [InlineData("""{"thinkingBudget":0}""", "none")]
    [InlineData("""{"thinking_level":"high"}""", "high")]
    [InlineData("""{"thinking_budget":"-1"}""", null)]
    public void Config_of_gemini_is_read_in_either_case(string config, string? effort)
    {
        var run = TranslationRun.Of(Protocol.Gemini, $$$"""{"contents":[{"parts":[{"text":"q"}]}],"generation_config":{"thinking_config":{{{config}}}}}""", TranslationRun.Target(Protocol.Chat, "gpt-5.2"));
        Assert.Equal(effort, run.Sent()["reasoning_effort"]?.GetValue<string>());
        Assert.True(run.Losses.IsEmpty, run.Losses.ToString());
    }

    [Fact]
    public void Words_of_other_vendors_are_understood()
    {
        var thinking = Chat("""
            "thinking":{"type":"enabled"}
            """, Protocol.Messages, "claude-opus-4-6");
        Assert.Equal("adaptive", thinking.Sent()["thinking"]!["type"]!.GetValue<string>());
        var broker = Chat("""
            "reasoning":{"effort":"low","exclude":true}
            """, Protocol.Gemini, "gemini-3-pro");
        Assert.Equal("""{"thinkingLevel":"LOW"}""", broker.Sent()["generationConfig"]!["thinkingConfig"]!.ToJsonString());
        Assert.True(broker.Losses.IsEmpty, broker.Losses.ToString());
    }

    [Fact]
    [Trait("Case", "248")]
    public void Thinking_is_mapped_and_not_dropped()
    {
        var run = Chat("""
            "reasoning_effort":"high"
            """, Protocol.Messages, "claude-opus-4-6");
        Assert.Equal("high", run.Sent()["output_config"]!["effort"]!.GetValue<string>());
        Assert.True(run.Losses.IsEmpty, run.Losses.ToString());
    }

    [Fact]
    public void Translated_requests_are_not_kept_and_bring_their_thought_back()
    {
        var sent = TranslationRun.Of(Protocol.Messages, """{"model":"m","max_tokens":5,"thinking":{"type":"adaptive"},"messages":[{"role":"user","content":"q"}]}""", TranslationRun.Target(Protocol.Responses, "gpt-5.2")).Sent();
        Assert.False(sent["store"]!.GetValue<bool>());
        Assert.Equal("""["reasoning.encrypted_content"]""", sent["include"]!.ToJsonString());
        Assert.Equal("auto", sent["reasoning"]!["summary"]!.GetValue<string>());
        Assert.Equal(16, sent["max_output_tokens"]!.GetValue<int>());
    }

    private static TranslationRun Chat(string members, Protocol target, string model) => TranslationRun.Of(
        Protocol.Chat, $$"""{"model":"m",{{members}},"messages":[{"role":"user","content":"q"}]}""", TranslationRun.Target(target, model));
}
