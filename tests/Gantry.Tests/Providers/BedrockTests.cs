using System.Text;
using System.Text.Json.Nodes;
using Gantry.Protocols.Hub;
using Gantry.Tests.Relay.Face;
using Gantry.Tests.Relay.Translated;
using Xunit;

namespace Gantry.Tests.Providers;

public sealed class BedrockTests
{
    private const string Claude = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
    private const string Profile = "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0";
    private const string Nova = "amazon.nova-lite-v1:0";
    private const string Priced = "eu.anthropic.sim-text-n12-usage-in100-cr20-cw5m30-out50";

    public static TheoryData<string, bool, string> Calls()
    {
        var calls = new TheoryData<string, bool, string>();
        foreach (var protocol in Call.Protocols)
        {
            foreach (var streamed in (bool[])[false, true])
            {
                calls.Add(protocol, streamed, BedrockGateway.Bearer);
                calls.Add(protocol, streamed, BedrockGateway.Signed);
            }
        }

        return calls;
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Every_client_gets_every_model_and_is_billed_what_was_served(string protocol, bool streamed, string key)
    {
        string[] models = [Claude, Profile, Nova, Priced];
        await using var gateway = await BedrockGateway.StartAsync(key, models);
        // Gemini's clients put the model in the path, where a slash would be another path.
        var asked = models.Where(model => protocol != "gemini" || model != Profile).ToList();
        foreach (var model in asked)
        {
            using var response = await Call.Of(protocol, model, streamed, Limit(protocol)).SendAsync(gateway);
            var answer = await Crossing.ReadAsync(protocol, response, streamed);
            Assert.Contains(answer.Parts, part => part is TextPart);
            Assert.Null(response.Header("x-amzn-errortype"));
        }

        var rows = await gateway.UsageAsync(asked.Count);
        var served = gateway.Simulator.Record.Exchanges;
        Assert.Equal(asked.Count, served.Count);
        foreach (var (model, row, exchange) in asked.Zip(rows, served))
        {
            var verb = model == Nova ? streamed ? "converse-stream" : "converse" : streamed ? "invoke-with-response-stream" : "invoke";
            Assert.Equal($"/model/{Uri.EscapeDataString(model)}/{verb}", exchange.Target);
            var claimed = exchange.ClaimedUsage!.Value;
            Assert.Equal((claimed.UncachedInput, claimed.CacheRead, claimed.TotalOutput), (row.UncachedInput, row.CacheRead, row.Output));
            Assert.Equal(claimed.CacheWrite5m + claimed.CacheWrite1h, row.CacheWrite5m + row.CacheWrite1h);
            Assert.Equal(("completed", "reported"), (row.Outcome, row.UsageSource));
        }
    }

    /// <summary>Without one, what the model may say at most is asked for, and that as a stream: it would take longer than a connection lives.</summary>
    private static string Limit(string protocol) => protocol switch
    {
        "chat" => ",\"max_tokens\":64",
        "responses" => ",\"max_output_tokens\":64",
        "gemini" => ",\"generationConfig\":{\"maxOutputTokens\":64}",
        _ => "",
    };

    [Fact]
    public async Task Body_is_that_of_messages_but_for_what_invoke_model_says_elsewhere()
    {
        await using var gateway = await BedrockGateway.StartAsync(Claude);
        using var response = await gateway.PostAsync(
            "/v1/messages?beta=true",
            $$"""{"model":"{{Claude}}", "max_tokens": 64,"stream":true,"metadata":{"user_id":"u"},"service_tier":"auto","messages":[{"role":"user","content":"h\u00e9llo"}]}""",
            ("anthropic-version", "2023-06-01"), ("accept", "text/event-stream"));
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("event: message_stop", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

        var sent = Assert.Single(gateway.Simulator.Record.Exchanges);
        Assert.Equal("""{"max_tokens": 64,"metadata":{"user_id":"u"},"messages":[{"role":"user","content":"h\u00e9llo"}],"anthropic_version":"bedrock-2023-05-31"}""", Encoding.UTF8.GetString(sent.Body.Span));
        Assert.DoesNotContain(sent.Headers, header => header.Key.StartsWith("anthropic-", StringComparison.OrdinalIgnoreCase));
        Assert.Equal("service_tier_dropped", response.Header("x-gantry-dropped"));
        Assert.Equal("service_tier_dropped", Assert.Single(await gateway.UsageAsync(1)).Losses);
    }

    [Theory]
    [Trait("Case", "81")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Unknown_beta_flag_stays_behind_and_the_known_one_moves_into_the_body(bool streamed)
    {
        await using var gateway = await BedrockGateway.StartAsync(Claude);
        using var response = await Call.Of("messages", Claude, streamed).SendAsync(gateway, ("anthropic-beta", "files-api-2025-04-14,context-1m-2025-08-07"), ("anthropic-beta", "made-up-2031-01-01"));
        await Crossing.ReadAsync("messages", response, streamed);

        var body = JsonNode.Parse(Assert.Single(gateway.Simulator.Record.Exchanges).Body.Span)!;
        Assert.Equal("""["context-1m-2025-08-07"]""", body["anthropic_beta"]!.ToJsonString());
        Assert.Equal("beta:files-api,beta:made-up", response.Header("x-gantry-dropped"));
    }

    [Fact]
    public async Task Request_of_a_coding_client_with_many_betas_is_taken()
    {
        await using var gateway = await BedrockGateway.StartAsync(Claude);
        using var response = await gateway.PostAsync(
            "/v1/messages",
            $$$"""
            {"model":"{{{Claude}}}","max_tokens":64,"system":[{"type":"text","text":"x-anthropic-billing-header: cc_version=2.1; cch=0;"},{"type":"text","text":"s","cache_control":{"type":"ephemeral","ttl":"1h","scope":"global"}}],
             "tools":[{"name":"Read","input_schema":{"type":"object"},"eager_input_streaming":true},{"name":"Late","input_schema":{"type":"object"},"defer_loading":true}],
             "context_management":{"edits":[{"type":"clear_thinking_20251015","keep":"all"}]},"messages":[{"role":"user","content":[{"type":"text","text":"hello"}]}]}
            """,
            ("anthropic-beta", "claude-code-20250219,oauth-2025-04-20,interleaved-thinking-2025-05-14,context-management-2025-06-27,prompt-caching-scope-2026-01-05,advanced-tool-use-2025-11-20"));
        await Crossing.ReadAsync("messages", response, streamed: false);

        var body = JsonNode.Parse(Assert.Single(gateway.Simulator.Record.Exchanges).Body.Span)!;
        Assert.Equal(
            """["interleaved-thinking-2025-05-14","context-management-2025-06-27","tool-search-tool-2025-10-19","fine-grained-tool-streaming-2025-05-14"]""",
            body["anthropic_beta"]!.ToJsonString());
        Assert.Equal("""[{"type":"text","text":"s","cache_control":{"type":"ephemeral","ttl":"1h"}}]""", body["system"]!.ToJsonString());
        Assert.Equal("beta:prompt-caching-scope", response.Header("x-gantry-dropped"));
    }

    [Theory]
    [Trait("Case", "310")]
    [InlineData(BedrockGateway.Signed, "messages", true)]
    [InlineData(BedrockGateway.Signed, "chat", false)]
    [InlineData(BedrockGateway.Bearer, "messages", false)]
    public async Task Configured_host_is_the_one_in_header_tls_and_signature(string key, string protocol, bool streamed)
    {
        const string Host = "bedrock-runtime.us-east-1.amazonaws.com";
        await using var gateway = await BedrockGateway.StartPrivateAsync(Host, Host, key, Claude);
        using var response = await Call.Of(protocol, Claude, streamed).SendAsync(gateway);
        await Crossing.ReadAsync(protocol, response, streamed);

        Assert.Equal(Host, Assert.Single(gateway.Simulator.Record.Exchanges).Headers.Single(header => header.Key.Equals("host", StringComparison.OrdinalIgnoreCase)).Value);
    }

    [Fact]
    [Trait("Case", "310")]
    public async Task Certificate_for_the_address_is_refused_where_another_host_is_configured()
    {
        await using var gateway = await BedrockGateway.StartPrivateAsync("bedrock-runtime.us-east-1.amazonaws.com", "vpce-0a1b.example", BedrockGateway.Bearer, Claude);
        using var response = await Call.Of("messages", Claude).SendAsync(gateway);

        Assert.Equal(529, (int)response.StatusCode);
        Assert.Empty(gateway.Simulator.Record.Exchanges);
        Assert.Equal("upstream_tls", Assert.Single(await gateway.UsageAsync(1)).ErrorCode);
    }

    [Theory]
    [InlineData("AKIDTEST:wrong:session+/==")]
    [InlineData("AKIDTEST:wJalrXUtnFEMI/K7MDENG+secret")]
    [InlineData("AKIDOTHER:wJalrXUtnFEMI/K7MDENG+secret:session+/==")]
    [InlineData("ABSKother")]
    public async Task Key_that_amazon_refuses_is_the_gateways_trouble_and_not_told(string key)
    {
        await using var gateway = await BedrockGateway.StartAsync(key, [Claude]);
        using var response = await Call.Of("messages", Claude).SendAsync(gateway);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(529, (int)response.StatusCode);
        Assert.Equal(403, Assert.Single(gateway.Simulator.Record.Exchanges).Status);
        Assert.DoesNotContain("wJalr", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("messages", 1, false)]
    [InlineData("messages", 1, true)]
    [InlineData("responses", 1, false)]
    [InlineData("chat", 0, false)]
    public async Task Prompt_is_counted_by_the_model_behind_a_profile_or_estimated(string protocol, int asks, bool thinks)
    {
        await using var gateway = await BedrockGateway.StartAsync(Claude, Nova);
        var model = asks == 0 ? Nova : Claude;
        var thinking = thinks ? ",\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2048}" : "";
        using var response = protocol == "responses"
            ? await gateway.PostAsync("/v1/responses/input_tokens", $$"""{"model":"{{model}}","input":"hello"}""")
            : await gateway.PostAsync("/v1/messages/count_tokens", $$"""{"model":"{{model}}","messages":[{"role":"user","content":"hello"}]{{thinking}}}""", ("anthropic-beta", "context-1m-2025-08-07"));
        var count = (long)(await response.JsonAsync())["input_tokens"]!;

        Assert.True(count > 0);
        Assert.Equal(asks == 0 ? "1" : null, response.Header("x-gantry-estimated"));
        Assert.Equal(asks, gateway.Simulator.Record.Exchanges.Count);
        if (asks > 0)
        {
            var sent = gateway.Simulator.Record.Exchanges[0];
            Assert.Equal("/model/anthropic.claude-sonnet-4-5-20250929-v1%3A0/count-tokens", sent.Target);
            var inner = JsonNode.Parse(Convert.FromBase64String((string)JsonNode.Parse(sent.Body.Span)!["input"]!["invokeModel"]!["body"]!))!;
            Assert.Equal(thinks ? 2049 : 1, (int)inner["max_tokens"]!);
            Assert.Equal("bedrock-2023-05-31", (string?)inner["anthropic_version"]);
        }
    }

    [Fact]
    public async Task Body_that_cannot_be_counted_is_estimated()
    {
        await using var gateway = await BedrockGateway.StartAsync(Claude);
        gateway.Answer(400, """{"message":"tools.0: Input tag 'web_search_20250305' found using 'type' does not match any of the expected tags"}""");
        using var response = await gateway.PostAsync("/v1/messages/count_tokens", $$"""{"model":"{{Claude}}","messages":[{"role":"user","content":"hello"}]}""");

        Assert.True((long)(await response.JsonAsync())["input_tokens"]! > 0);
        Assert.Equal("1", response.Header("x-gantry-estimated"));
    }
}
