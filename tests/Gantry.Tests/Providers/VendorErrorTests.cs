using Gantry.Tests.Relay;
using Gantry.Tests.Relay.Face;
using Gantry.Tests.Relay.Translated;
using Xunit;

namespace Gantry.Tests.Providers;

/// <summary>How each vendor fails, and what its clients and those of another protocol are told.</summary>
public sealed class VendorErrorTests
{
    /// <summary>A key that the vendor does not know is the operator's trouble, whatever the status it is told under.</summary>
    [Theory]
    [Trait("Case", "283")]
    [InlineData("xai", 403, """{"error":"bad-credentials"}""", true)]
    [InlineData("xai", 403, """{"code":"unauthenticated:bad-credentials","error":"bad-credentials"}""", true)]
    [InlineData("xai", 400, """{"code":"invalid-argument","error":"Incorrect API key provided. You can obtain an API key from https://console.x.ai."}""", true)]
    [InlineData("xai", 400, """{"code":"invalid-argument","error":"Model Incorrect API key provided not found"}""", false)]
    [InlineData("openai-compatible", 400, """{"error":{"message":"Incorrect API key provided"}}""", false)]
    public async Task Refused_key_is_taken_for_one_under_the_statuses_that_a_vendor_uses(string provider, int status, string body, bool isKey)
    {
        await using var gateway = await VendorGateway.StartAsync(provider, "m", more: ", speaks: [chat]");
        gateway.Answer(status, body);
        using var response = await Call.Of("chat", "m").SendAsync(gateway);
        var text = await response.TextAsync(isKey ? 503 : status);
        if (isKey) Assert.Contains("upstream_credential_refused", text, StringComparison.Ordinal);
        else Assert.Equal(body, text);
        Assert.Equal(isKey ? "upstream_credential_refused" : $"upstream_{status}", (await gateway.UsageAsync(1))[0].ErrorCode);
    }

    [Theory]
    [InlineData("gemini", """{"error":{"code":400,"message":"API key not valid. Please pass a valid API key.","status":"INVALID_ARGUMENT"}}""", 503)]
    [InlineData("gemini", """{"error":{"code":400,"message":"Unknown name \"API key not valid.\"","status":"INVALID_ARGUMENT"}}""", 400)]
    public async Task Gemini_says_400_of_a_key(string provider, string body, int told)
    {
        await using var gateway = await VendorGateway.StartAsync(provider, "m");
        gateway.Answer(400, body);
        using var response = await Call.Of("gemini", "m").SendAsync(gateway);
        await response.TextAsync(told);
    }

    /// <summary>An error in the place of an answer, under 200.</summary>
    [Theory]
    [InlineData("openrouter", """{"error":{"code":502,"message":"Provider disconnected","metadata":{"provider_name":"X"} },"user_id":"org"}""")]
    [InlineData("ollama", """{"error":"model runner has unexpectedly stopped"}""")]
    public async Task Error_under_200_is_no_answer(string provider, string body)
    {
        await using var gateway = await VendorGateway.StartAsync(provider, "m", more: ", speaks: [chat]");
        gateway.Answer(200, body, times: 3);
        using var translated = await Call.Of("messages", "m").SendAsync(gateway);
        Assert.True((int)translated.StatusCode >= 500, await translated.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        gateway.Answer(200, body);
        using var relayed = await Call.Of("chat", "m").SendAsync(gateway);
        Assert.Contains("error", await relayed.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var rows = await gateway.UsageAsync(2);
        Assert.All(rows, row => Assert.Equal("failed", row.Outcome));
        Assert.All(rows, row => Assert.Equal(0, row.Output));
    }

    [Theory]
    [InlineData("openrouter", "data: {\"id\":\"g\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"half\"}}]}\n\ndata: {\"id\":\"g\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\"},\"finish_reason\":\"error\"}],\"error\":{\"code\":503,\"message\":\"Provider disconnected\"}}\n\ndata: [DONE]\n\n")]
    [InlineData("groq", "data: {\"id\":\"g\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"half\"}}]}\n\nevent: error\ndata: {\"error\":{\"message\":\"Failed to call a function.\",\"type\":\"invalid_request_error\",\"code\":\"tool_use_failed\",\"failed_generation\":\"x\",\"status_code\":400}}\n\n")]
    public async Task Error_in_the_middle_of_a_stream_ends_it_as_one(string provider, string stream)
    {
        await using var gateway = await VendorGateway.StartAsync(provider, "m", more: ", speaks: [chat]");
        gateway.Replay(200, "text/event-stream", stream);
        using var translated = await Call.Of("messages", "m", stream: true).SendAsync(gateway);
        var told = await translated.TextAsync(200);
        Assert.Contains("event: error\n", told, StringComparison.Ordinal);
        Assert.DoesNotContain("message_stop", told, StringComparison.Ordinal);
        gateway.Replay(200, "text/event-stream", stream);
        using var relayed = await Call.Of("chat", "m", stream: true).SendAsync(gateway);
        Assert.Equal(stream, await relayed.TextAsync(200));
        Assert.All(await gateway.UsageAsync(2), row => Assert.Equal("interrupted", row.Outcome));
    }

    [Theory]
    [InlineData("ollama", 404, """{"error":"model \"m\" not found, try pulling it first"}""", "try pulling it first", "not_found_error")]
    [InlineData("groq", 400, """{"error":{"message":"Failed to call a function. Please adjust your prompt.","type":"invalid_request_error","code":"tool_use_failed","failed_generation":"<function"}}""", "adjust your prompt", "invalid_request_error")]
    [InlineData("mistral", 422, """{"object":"error","message":{"detail":[{"type":"extra_forbidden","loc":["body","x"],"msg":"Extra inputs are not permitted","input":1}]},"type":"invalid_request_error"}""", "Extra inputs are not permitted", "invalid_request_error")]
    [InlineData("azure", 400, """{"error":{"message":"The response was filtered due to the prompt triggering Azure OpenAI's content management policy.","type":null,"param":"prompt","code":"content_filter","status":400,"innererror":{"code":"ResponsibleAIPolicyViolation","content_filter_result":{"hate":{"filtered":true,"severity":"high"} } } } }""", "content management policy", "invalid_request_error")]
    public async Task Refusal_is_told_in_the_vendors_words(string provider, int status, string body, string words, string type)
    {
        await using var gateway = await VendorGateway.StartAsync(provider, "m", more: ", speaks: [chat]");
        gateway.Answer(status, body);
        using var relayed = await Call.Of("chat", "m").SendAsync(gateway);
        Assert.Equal(body, await relayed.TextAsync(status));
        gateway.Answer(status, body);
        using var translated = await Call.Of("messages", "m").SendAsync(gateway);
        var told = await translated.JsonAsync(status is 422 ? 400 : status);
        Assert.Equal(type, told["error"]!["type"]!.GetValue<string>());
        Assert.Contains(words, told["error"]!["message"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    /// <summary>No tenant, no client: nobody is asked, and the client learns no more than that the operator is to be told.</summary>
    [Fact]
    public async Task Azure_without_a_credential_is_the_operators_trouble()
    {
        await using var gateway = await VendorGateway.StartAsync("azure", "m", more: ", speaks: [chat]", key: "client_secret:s3cret-value");
        using var response = await Call.Of("chat", "m").SendAsync(gateway);
        var text = await response.TextAsync(503);
        Assert.Contains("upstream_credential_unavailable", text, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", text, StringComparison.Ordinal);
        Assert.DoesNotContain("tenant", text, StringComparison.Ordinal);
        Assert.Empty(gateway.Simulator.Record.Exchanges);
    }

    /// <summary>Azure's first chunk has no choice, and its filter speaks in chunks without a delta.</summary>
    [Fact]
    [Trait("Case", "29")]
    public async Task Filter_chunks_of_azure_are_no_answer()
    {
        const string stream = """
            data: {"id":"","object":"","created":0,"model":"","choices":[],"prompt_filter_results":[{"prompt_index":0,"content_filter_results":{}}]}

            data: {"id":"c1","model":"gpt","choices":[{"index":0,"delta":{"role":"assistant","content":"hi"}}]}

            data: {"id":"","model":"","choices":[{"index":0,"finish_reason":null,"content_filter_offsets":{"check_offset":1},"content_filter_results":{"hate":{"filtered":false} } }]}

            data: {"id":"c1","model":"gpt","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

            data: {"id":"c1","model":"gpt","choices":[],"usage":{"prompt_tokens":7,"completion_tokens":2,"total_tokens":9}}

            data: [DONE]


            """;
        await using var gateway = await VendorGateway.StartAsync("azure", "m", more: ", speaks: [chat], options: {api_version: \"2024-06-01\"}");
        gateway.Replay(200, "text/event-stream", stream, torn: true);
        using var response = await Call.Of("messages", "m", stream: true).SendAsync(gateway);
        var told = await response.TextAsync(200);
        Assert.Single(System.Text.RegularExpressions.Regex.Matches(told, "event: message_start"));
        Assert.Contains("\"text\":\"hi\"", told, StringComparison.Ordinal);
        Assert.Contains("\"output_tokens\":2", told, StringComparison.Ordinal);
        Assert.StartsWith("/openai/deployments/m/chat/completions?api-version=2024-06-01", gateway.Simulator.Record.Exchanges[^1].Target, StringComparison.Ordinal);
        Assert.Equal(TestGateway.UpstreamKey, gateway.Simulator.Record.Exchanges[^1].Header("api-key"));
    }

    [Fact]
    public async Task Azure_gets_call_ids_of_64_characters_at_most()
    {
        var id = "call_" + new string('a', 70);
        await using var gateway = await VendorGateway.StartAsync("azure", "m", more: ", speaks: [responses]");
        using var response = await gateway.PostAsync(
            "/v1/responses",
            $$"""{"model":"m","store":false,"input":[{"type":"function_call","call_id":"{{id}}","name":"f","arguments":"{}"},{"type":"function_call_output","call_id":"{{id}}","output":"ok"},{"type":"function_call_output","call_id":"short","output":"ok"}]}""");
        var input = gateway.Arrived()["input"]!;
        var sent = input[0]!["call_id"]!.GetValue<string>();
        Assert.InRange(sent.Length, 1, 64);
        Assert.Equal((sent, "short"), (input[1]!["call_id"]!.GetValue<string>(), input[2]!["call_id"]!.GetValue<string>()));
        Assert.Equal("/openai/v1/responses", gateway.Simulator.Record.Exchanges[^1].Target);
    }

    /// <summary>Claude in Foundry: its own path, its own version, either name of the key.</summary>
    [Fact]
    public async Task Claude_of_azure_is_spoken_to_in_its_own_protocol()
    {
        await using var gateway = await VendorGateway.StartAsync("azure", "m", more: ", speaks: [messages]");
        gateway.Answer(200, """{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"hi"}],"stop_reason":"end_turn","usage":{"input_tokens":3,"output_tokens":1}}""");
        using var response = await Call.Of("messages", "m").SendAsync(gateway, ("anthropic-beta", "some-beta"));
        await response.TextAsync(200);
        var arrived = gateway.Simulator.Record.Exchanges[^1];
        Assert.Equal("/anthropic/v1/messages", arrived.Target);
        Assert.Equal((TestGateway.UpstreamKey, TestGateway.UpstreamKey), (arrived.Header("api-key"), arrived.Header("x-api-key")));
        Assert.Equal(("2023-06-01", "some-beta"), (arrived.Header("anthropic-version"), arrived.Header("anthropic-beta")));
    }

    [Fact]
    public async Task Models_of_others_in_foundry_get_members_that_azure_does_not_know()
    {
        await using var gateway = await VendorGateway.StartAsync("azure", "m", folder: "/models", more: ", speaks: [chat]");
        gateway.Answer(200, """{"choices":[{"index":0,"message":{"role":"assistant","content":"a"},"finish_reason":"stop"}]}""");
        using var response = await Call.Of("chat", "m", more: ",\"safe_prompt\":true").SendAsync(gateway);
        await response.TextAsync(200);
        var arrived = gateway.Simulator.Record.Exchanges[^1];
        Assert.Equal("/models/chat/completions?api-version=2024-05-01-preview", arrived.Target);
        Assert.Equal("pass-through", arrived.Header("extra-parameters"));
        Assert.True(gateway.Arrived()["safe_prompt"]!.GetValue<bool>());
    }
}
