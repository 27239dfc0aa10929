using System.Text;
using System.Text.Json.Nodes;
using Gantry.Protocols;
using Xunit;

namespace Gantry.Tests.Relay.Translated;

public sealed class TokenCountingTests
{
    private const string Sentence = "Tell me what the weather will be in Ghent tomorrow, and what to wear.";

    [Theory]
    [Trait("Case", "301")]
    [InlineData("messages", "gemini", false)]
    [InlineData("messages", "chat", true)]
    [InlineData("messages", "responses", true)]
    [InlineData("messages", "openai", false)]
    [InlineData("messages", "messages", false)]
    [InlineData("gemini", "messages", false)]
    [InlineData("gemini", "chat", true)]
    [InlineData("gemini", "openai", false)]
    [InlineData("gemini", "gemini", false)]
    [InlineData("responses", "messages", false)]
    [InlineData("responses", "gemini", false)]
    [InlineData("responses", "chat", true)]
    [InlineData("responses", "responses", false)]
    [InlineData("responses", "openai", false)]
    public async Task Every_model_is_counted_for_every_client(string client, string model, bool isEstimated)
    {
        await using var gateway = await Offers.StartAsync();
        var (path, body, member) = Request(client, model);
        using var response = await gateway.PostAsync(path, body);
        var count = (long)(await response.JsonAsync())[member]!;
        Assert.InRange(count, 10, 60);
        Assert.Equal(isEstimated ? "1" : null, response.Header("x-gantry-estimated"));
        Assert.Equal(isEstimated ? 0 : 1, gateway.Simulator.Record.Exchanges.Count);
        Assert.All(gateway.Simulator.Record.Exchanges, asked => Assert.Equal(Operation.CountTokens, asked.Operation));
        var row = Assert.Single(await gateway.UsageAsync(1));
        Assert.Equal(("completed", "none", 200L, 0L), (row.Outcome, row.UsageSource, row.Status, row.UncachedInput));
    }

    [Fact]
    [Trait("Case", "302")]
    public async Task Body_of_a_count_may_hold_all_that_an_answer_takes()
    {
        const string body = """
            {"model":"MODEL","max_tokens":64000,"stream":true,"temperature":1,"messages":[{"role":"user","content":"Search for the news."}],
             "tools":[{"type":"web_search_20250305","name":"web_search","max_uses":3},{"name":"weather","input_schema":{"type":"object"}}],
             "thinking":{"type":"enabled","budget_tokens":2048},"context_management":{"edits":[{"type":"clear_tool_uses_20250919"}]},"betas":["x"],"novel_field":1}
            """;
        await using var gateway = await Offers.StartAsync();
        foreach (var model in new[] { "messages", "chat", "gemini", "openai", "responses" })
        {
            var sent = body.Replace("MODEL", model, StringComparison.Ordinal);
            using var response = await gateway.PostAsync("/v1/messages/count_tokens?beta=true", sent, ("anthropic-beta", "context-management-2025-06-27"));
            Assert.True((long)(await response.JsonAsync())["input_tokens"]! > 5, model);
        }

        var native = gateway.Simulator.Record.Exchanges[0];
        Assert.Equal("context-management-2025-06-27", native.Header("anthropic-beta"));
        Assert.Equal(body.Replace("MODEL", "claude-sonnet-4-5", StringComparison.Ordinal), Encoding.UTF8.GetString(native.Body.Span));
    }

    [Fact]
    public async Task Question_to_another_protocol_holds_what_its_endpoint_takes()
    {
        await using var gateway = await Offers.StartAsync();
        using var toGemini = await gateway.PostAsync("/v1/messages/count_tokens", Request("messages", "gemini", ""","max_tokens":50,"system":"Be brief.","stop_sequences":["x"]""").Body);
        await toGemini.JsonAsync();
        using var toMessages = await gateway.PostAsync("/v1/responses/input_tokens", Request("responses", "messages", ""","instructions":"Be brief.","max_output_tokens":50,"stream":true,"store":false""").Body);
        await toMessages.JsonAsync();
        var asked = gateway.Simulator.Record.Exchanges.Select(e => (e.Target, Body: JsonNode.Parse(e.Body.Span)!.AsObject())).ToList();
        Assert.Equal("/v1beta/models/claude-sonnet-4-5:countTokens", asked[0].Target);
        Assert.Equal("models/claude-sonnet-4-5", (string?)asked[0].Body.Single(m => m.Key == "generateContentRequest").Value!["model"]);
        Assert.Equal("/v1/messages/count_tokens", asked[1].Target);
        Assert.Equal(["messages", "model", "system"], asked[1].Body.Select(m => m.Key).Order());
    }

    [Fact]
    public async Task Gemini_request_may_be_wrapped()
    {
        await using var gateway = await Offers.StartAsync();
        var inner = Request("gemini", "chat").Body;
        using var wrapped = await gateway.PostAsync("/v1beta/models/chat:countTokens", $$"""{"generateContentRequest":{"model":"models/chat",{{inner[1..]}}}""");
        using var plain = await gateway.PostAsync("/v1beta/models/chat:countTokens", inner);
        Assert.Equal((long)(await plain.JsonAsync())["totalTokens"]!, (long)(await wrapped.JsonAsync())["totalTokens"]!);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(501)]
    public async Task Upstream_without_the_endpoint_is_not_asked_again_and_an_estimate_answers(int status)
    {
        await using var gateway = await Offers.StartAsync();
        gateway.Answer(status, """{"detail":"Not Found"}""", times: 10);
        var (path, body, _) = Request("messages", "messages");
        for (var time = 0; time < 3; time++)
        {
            using var response = await gateway.PostAsync(path, body);
            Assert.InRange((long)(await response.JsonAsync())["input_tokens"]!, 10, 60);
            Assert.Equal("1", response.Header("x-gantry-estimated"));
        }

        Assert.Single(gateway.Simulator.Record.Exchanges);
    }

    [Theory]
    [InlineData("messages", 401)]
    [InlineData("messages", 429)]
    [InlineData("messages", 529)]
    [InlineData("gemini", 400)]
    [InlineData("gemini", 500)]
    public async Task Upstream_that_fails_leaves_the_estimate_and_is_asked_again(string model, int status)
    {
        await using var gateway = await Offers.StartAsync();
        gateway.Answer(status, """{"error":{"type":"x","message":"no"}}""", times: 2);
        var (path, body, _) = Request("messages", model);
        for (var time = 0; time < 2; time++)
        {
            using var response = await gateway.PostAsync(path, body);
            Assert.InRange((long)(await response.JsonAsync())["input_tokens"]!, 10, 60);
            Assert.Equal("1", response.Header("x-gantry-estimated"));
        }

        Assert.Equal(2, gateway.Simulator.Record.Exchanges.Count);
    }

    [Fact]
    public async Task Body_that_the_upstream_refuses_in_its_own_protocol_is_refused_in_its_words()
    {
        await using var gateway = await Offers.StartAsync();
        const string words = """{"type":"error","error":{"type":"invalid_request_error","message":"messages: roles must alternate"}}""";
        gateway.Answer(400, words);
        var (path, body, _) = Request("messages", "messages");
        using var response = await gateway.PostAsync(path, body);
        Assert.Equal(words, (await response.JsonAsync(400)).ToJsonString());
    }

    [Theory]
    [InlineData("/v1/messages/count_tokens", """{"model":"chat","messages":7}""")]
    [InlineData("/v1beta/models/chat:countTokens", """{"contents":7}""")]
    [InlineData("/v1/responses/input_tokens", """{"model":"chat","input":7}""")]
    public async Task Body_of_no_sense_is_refused(string path, string body)
    {
        await using var gateway = await Offers.StartAsync();
        using var response = await gateway.PostAsync(path, body);
        Assert.NotNull((await response.JsonAsync(400))["error"]);
        Assert.Null(response.Header("x-gantry-estimated"));
    }

    [Fact]
    [Trait("Case", "87")]
    public async Task Finished_conversations_teach_the_estimate()
    {
        await using var gateway = await Offers.StartAsync("sim-text-n2-usage-in4000-out5");
        var words = string.Concat(Enumerable.Repeat(Sentence + " ", 120));
        var count = Request("messages", "chat", text: words);
        var before = await CountAsync(gateway, count);
        for (var turn = 0; turn < 12; turn++)
        {
            using var relayed = await gateway.PostAsync("/v1/chat/completions", $$"""{"model":"chat","messages":[{"role":"user","content":"{{words}}"}]}""");
            await relayed.JsonAsync();
            using var translated = await gateway.PostAsync("/v1/messages", $$"""{"model":"chat","max_tokens":50,"messages":[{"role":"user","content":"{{words}}"}]}""");
            await translated.JsonAsync();
        }

        var after = await CountAsync(gateway, count);
        Assert.True(before is > 1_000 and < 3_000, $"{before}");
        Assert.InRange(after, before * 12 / 10, 4_000);
    }

    private static async Task<long> CountAsync(TestGateway gateway, (string Path, string Body, string Member) count)
    {
        using var response = await gateway.PostAsync(count.Path, count.Body);
        return (long)(await response.JsonAsync())[count.Member]!;
    }

    internal static (string Path, string Body, string Member) Request(string client, string model, string more = "", string text = Sentence) => client switch
    {
        "messages" => ("/v1/messages/count_tokens", $$"""{"model":"{{model}}","messages":[{"role":"user","content":"{{text}}"}]{{more}}}""", "input_tokens"),
        "gemini" => ($"/v1beta/models/{model}:countTokens", $$"""{"contents":[{"role":"user","parts":[{"text":"{{text}}"}]}]{{more}}}""", "totalTokens"),
        _ => ("/v1/responses/input_tokens", $$"""{"model":"{{model}}","input":"{{text}}"{{more}}}""", "input_tokens"),
    };
}
