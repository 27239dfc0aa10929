using Gantry.Protocols.Fitting;
using Gantry.Protocols.Tests.Fitting.Thinking;
using Xunit;

namespace Gantry.Protocols.Tests.Fitting.Settings;

public sealed class SettingsTests
{
    private const string OldUser = "user_0123456789012345678901234567890123456789012345678901234567890123_account_a_session_s1";

    [Fact]
    [Trait("Case", "76")]
    public void Attribution_line_goes_and_the_prefix_stays_the_same()
    {
        string Head(string line) => Messages($$"""
            "system":[{"type":"text","text":"x-anthropic-billing-header: {{line}};"},{"type":"text","text":"You are"}]
            """, Protocol.Chat, "gpt-4o").Sent().ToJsonString();
        Assert.Equal(Head("cch=1"), Head("cch=2"));
        Assert.DoesNotContain("billing", Head("cch=1"), StringComparison.Ordinal);
        var kept = Messages("""
            "system":[{"type":"text","text":"x-anthropic-billing-header: a;"},{"type":"text","text":"You are"}]
            """, Protocol.Chat, "gpt-4o", new TargetTraits { KeepAttribution = true });
        Assert.Contains("billing", kept.Sent().ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Case", "268")]
    [InlineData("\"max_tokens\":1000,\"max_completion_tokens\":4000", 1000)]
    [InlineData("\"max_completion_tokens\":4000", 4000)]
    [InlineData("\"max_tokens\":900000", 64000)]
    public void Cap_of_chat_is_the_smaller_within_the_model(string members, int cap) =>
        Assert.Equal(cap, Chat(members, Protocol.Messages, "claude-sonnet-4-5").Sent()["max_tokens"]!.GetValue<int>());

    [Fact]
    public void Cap_is_called_as_the_upstream_knows_it()
    {
        Assert.Equal(50, Messages("\"top_k\":5", Protocol.Chat, "some-model").Sent()["max_tokens"]!.GetValue<int>());
        Assert.Equal(50, Messages("\"top_k\":5", Protocol.Chat, "gpt-5.2").Sent()["max_completion_tokens"]!.GetValue<int>());
        var trait = Messages("\"top_k\":5", Protocol.Chat, "some-model", new TargetTraits { CompletionCap = true, TopK = true });
        Assert.Equal(50, trait.Sent()["max_completion_tokens"]!.GetValue<int>());
        Assert.Equal(5, trait.Sent()["top_k"]!.GetValue<int>());
    }

    [Theory]
    [Trait("Case", "265")]
    [Trait("Case", "266")]
    [Trait("Case", "267")]
    [InlineData("\"temperature\":0.2,\"top_p\":0.9", "claude-sonnet-4-5", "0.2", "param_dropped:top_p")]
    [InlineData("\"temperature\":0.2", "claude-opus-4-7", null, "sampling_dropped_thinking")]
    [InlineData("\"temperature\":0.7,\"reasoning_effort\":\"high\"", "claude-sonnet-4-5", null, "sampling_dropped_thinking")]
    public void Samplers_yield_to_what_claude_takes(string members, string model, string? temperature, string token)
    {
        var run = Chat(members, Protocol.Messages, model);
        var sent = run.Sent();
        Assert.Equal(temperature, sent["temperature"]?.ToJsonString());
        Assert.Null(sent["top_p"]);
        Assert.Contains(token, run.Losses.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"n\":2", Protocol.Messages, "n")]
    [InlineData("\"logprobs\":true", Protocol.Messages, "logprobs")]
    [InlineData("\"modalities\":[\"text\",\"audio\"]", Protocol.Messages, "modalities")]
    [InlineData("\"stop\":[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\"]", Protocol.Gemini, "stop")]
    public void What_would_change_the_answer_is_refused_by_name(string members, Protocol target, string path) =>
        Assert.Equal(path, Assert.Throws<ProtocolException>(() => Chat(members, target, "m")).Path);

    [Theory]
    [InlineData("\"previous_response_id\":\"resp_1\"", "previous_response_id")]
    [InlineData("\"background\":true", "background")]
    [InlineData("\"prompt\":{\"id\":\"p\"}", "prompt")]
    [InlineData("\"conversation\":\"c\"", "conversation")]
    public void State_that_is_left_is_refused(string member, string path) =>
        Assert.Equal(path, Assert.Throws<ProtocolException>(() => Responses(member)).Path);

    [Theory]
    [InlineData("\"labels\":{\"a\":\"b\"}")]
    [InlineData("\"modelArmorConfig\":{}")]
    [InlineData("\"cachedContent\":\"cachedContents/1\"")]
    public void What_binds_the_caller_is_refused(string member) => Assert.Throws<ProtocolException>(() =>
        TranslationRun.Of(Protocol.Gemini, $$"""{"contents":[{"parts":[{"text":"q"}]}],{{member}}}""", TranslationRun.Target(Protocol.Chat, "m")));

    [Fact]
    public void Geography_is_refused() =>
        Assert.Equal("inference_geo", Assert.Throws<ProtocolException>(() => Messages("\"inference_geo\":\"eu\"", Protocol.Chat, "m")).Path);

    [Fact]
    [Trait("Case", "77")]
    public void Context_management_goes_with_a_note()
    {
        var run = Messages("\"context_management\":{\"edits\":[]}", Protocol.Chat, "m");
        Assert.Null(run.Sent()["context_management"]);
        Assert.Contains("param_dropped:context_management", run.Losses.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Case", "261")]
    [Trait("Case", "263")]
    public void Sessions_of_one_machine_differ_and_names_are_hashed()
    {
        var one = User(OldUser);
        var two = User(OldUser[..^1] + "2");
        Assert.Equal(64, one["user"]!.GetValue<string>().Length);
        Assert.NotEqual(one["prompt_cache_key"]!.GetValue<string>(), two["prompt_cache_key"]!.GetValue<string>());
        Assert.Equal(one.ToJsonString(), User(OldUser).ToJsonString());
    }

    [Fact]
    [Trait("Case", "260")]
    [Trait("Case", "262")]
    public void Key_of_the_client_wins_and_is_hashed_where_it_is_too_long()
    {
        Assert.Equal("s1", Chat("\"prompt_cache_key\":\"s1\"", Protocol.Responses, "gpt-5.2").Sent()["prompt_cache_key"]!.GetValue<string>());
        Assert.Equal(64, Chat($"\"prompt_cache_key\":\"{new string('k', 69)}\"", Protocol.Responses, "gpt-5.2").Sent()["prompt_cache_key"]!.GetValue<string>().Length);
    }

    [Fact]
    [Trait("Case", "272")]
    public void Each_tenant_gets_a_name_of_its_own()
    {
        string Name(string tenant) => TranslationRun.Of(Protocol.Chat, """{"model":"m","messages":[{"role":"user","content":"q"}]}""", TranslationRun.Target(Protocol.Messages, "claude-opus-4-6"), tenant: tenant)
            .Sent()["metadata"]!["user_id"]!.GetValue<string>();
        Assert.Equal(Name("a"), Name("a"));
        Assert.NotEqual(Name("a"), Name("b"));
    }

    [Theory]
    [Trait("Case", "271")]
    [InlineData("default", "standard_only", false)]
    [InlineData("priority", null, true)]
    [InlineData("auto", null, false)]
    public void Tiers_are_said_in_the_target_s_words(string tier, string? said, bool lost)
    {
        var run = Chat($"\"service_tier\":\"{tier}\"", Protocol.Messages, "claude-opus-4-6");
        Assert.Equal(said, run.Sent()["service_tier"]?.GetValue<string>());
        Assert.Equal(lost, run.Losses.ToString().Contains("service_tier_dropped", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Case", "269")]
    public void Stop_is_a_list_wherever_it_goes()
    {
        Assert.Equal("""["END"]""", Chat("\"stop\":\"END\"", Protocol.Messages, "m").Sent()["stop_sequences"]!.ToJsonString());
        Assert.Equal("""["END"]""", Messages("\"stop_sequences\":[\"END\"]", Protocol.Chat, "m").Sent()["stop"]!.ToJsonString());
    }

    [Fact]
    public void Safety_settings_go_with_a_note()
    {
        var run = TranslationRun.Of(Protocol.Gemini, """{"contents":[{"parts":[{"text":"q"}]}],"safetySettings":[{"category":"X","threshold":"OFF"}]}""", TranslationRun.Target(Protocol.Chat, "m"));
        run.Sent();
        Assert.Equal("safety_settings_dropped", run.Losses.ToString());
    }

    [Fact]
    [Trait("Case", "197")]
    [Trait("Case", "259")]
    public void Automatic_marks_are_few_and_spare_deferred_tools()
    {
        const string Tools = """
            "tools":[{"type":"function","function":{"name":"a","parameters":{"type":"object"}}},{"type":"function","function":{"name":"b","parameters":{"type":"object"}},"defer_loading":true}]
            """;
        var sent = Chat(Tools, Protocol.Messages, "claude-opus-4-6", new TargetTraits { AutoCache = true }).Sent();
        Assert.NotNull(sent["tools"]![0]!["cache_control"]);
        Assert.Null(sent["tools"]![1]!["cache_control"]);
        Assert.Null(Chat(Tools, Protocol.Messages, "claude-opus-4-6").Sent()["tools"]![0]!["cache_control"]);

        string parts = string.Join(',', Enumerable.Range(0, 6).Select(i => $$$"""{"type":"text","text":"{{{i}}}","cache_control":{"type":"ephemeral"}}"""));
        var many = TranslationRun.Of(Protocol.Chat, $$"""{"model":"m","messages":[{"role":"user","content":[{{parts}}]}]}""", TranslationRun.Target(Protocol.Messages, "claude-opus-4-6"));
        Assert.Equal(4, many.Sent().ToJsonString().Split("cache_control").Length - 1);
        Assert.Equal(many.Sent().ToJsonString(), many.SentAgain().ToJsonString());
    }

    [Fact]
    [Trait("Case", "127")]
    public void Marks_of_messages_reach_nobody_without_breakpoints()
    {
        const string System = """
            "system":[{"type":"text","text":"S","cache_control":{"type":"ephemeral","ttl":"1h"}}]
            """;
        Assert.DoesNotContain("cache", Messages(System, Protocol.Chat, "some-model").Sent().ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("breakpoint", Messages(System, Protocol.Responses, "gpt-5.2").Sent().ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Case", "257")]
    public void Mark_of_messages_becomes_a_point_of_bedrock()
    {
        var sent = Messages("""
            "system":[{"type":"text","text":"S","cache_control":{"type":"ephemeral"}}]
            """, Protocol.Converse, "us.anthropic.claude-opus-4-6-v1:0").Sent();
        Assert.Equal("""[{"text":"S"},{"cachePoint":{"type":"default"}}]""", sent["system"]!.ToJsonString());
    }

    [Theory]
    [InlineData(Protocol.Chat)]
    [InlineData(Protocol.Responses)]
    public void Marks_become_breakpoints_of_a_model_that_has_them(Protocol target)
    {
        var run = TranslationRun.Of(
            Protocol.Messages,
            """{"model":"m","max_tokens":50,"messages":[{"role":"user","content":[{"type":"text","text":"S","cache_control":{"type":"ephemeral","ttl":"1h"}},{"type":"text","text":"q"}]}]}""",
            TranslationRun.Target(target, "gpt-5.6"));
        string sent = run.Sent().ToJsonString();
        Assert.Contains("""
            "prompt_cache_breakpoint":{"mode":"explicit"}
            """, sent, StringComparison.Ordinal);
        Assert.DoesNotContain("cache_control", sent, StringComparison.Ordinal);
        Assert.Equal(sent, run.SentAgain().ToJsonString());
    }

    private static System.Text.Json.Nodes.JsonNode User(string user) =>
        Messages($$"""
            "metadata":{"user_id":"{{user}}"}
            """, Protocol.Responses, "gpt-5.2").Sent();

    [Theory]
    [InlineData("[\n  \"TEXT\"\n]")]
    [InlineData("[\"Text\"]")]
    [InlineData("[]")]
    public void Text_is_what_everybody_answers_however_the_wish_is_laid_out(string modalities)
    {
        var run = TranslationRun.Of(
            Protocol.Gemini,
            "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"q\"}]}],\"generationConfig\":{\"responseModalities\":" + modalities + "}}",
            TranslationRun.Target(Protocol.Chat, "m"));
        Assert.Equal("q", run.Sent()["messages"]![0]!["content"]!.ToString());
        Assert.True(run.Losses.IsEmpty, run.Losses.ToString());
    }

    private static TranslationRun Responses(string member) =>
        TranslationRun.Of(Protocol.Responses, $$"""{"model":"m","input":"q",{{member}}}""", TranslationRun.Target(Protocol.Chat, "m"));

    private static TranslationRun Messages(string members, Protocol target, string model, TargetTraits? traits = null) => TranslationRun.Of(
        Protocol.Messages, $$"""{"model":"m","max_tokens":50,{{members}},"messages":[{"role":"user","content":"q"}]}""", TranslationRun.Target(target, model, traits));

    private static TranslationRun Chat(string members, Protocol target, string model, TargetTraits? traits = null) => TranslationRun.Of(
        Protocol.Chat, $$"""{"model":"m",{{members}},"messages":[{"role":"user","content":"q"}]}""", TranslationRun.Target(target, model, traits));
}
