using System.Text.Json.Nodes;
using Gantry.Tests.Relay.Translated;
using Xunit;

namespace Gantry.Tests.Providers;

/// <summary>What a request that asks for everything looks like when it arrives at each vendor.</summary>
public sealed class VendorRequestTests
{
    private const string Hard = """
        {"model":"MODEL","stream":true,"max_tokens":900,"max_completion_tokens":700,"seed":5,"user":"u","store":false,"metadata":{"a":"b"},"logprobs":true,"logit_bias":{"1":2},
        "service_tier":"priority","parallel_tool_calls":false,"reasoning_effort":"low","presence_penalty":0.5,"stop":["X"],"prompt_cache_key":"k","stream_options":{"include_usage":true},
        "messages":[{"role":"developer","content":"Speak of \"developer\"."},{"role":"user","name":"ann","content":"héllo"},
        {"role":"assistant","content":"","reasoning_content":"thought","refusal":null,"annotations":[],"tool_calls":[{"id":"call_0123456789abcdef","type":"function","function":{"name":"f","arguments":"{}"}}]},
        {"role":"tool","tool_call_id":"call_0123456789abcdef","content":"ok"}],
        "tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object","properties":{"role":{"const":"developer"}}}}}]}
        """;

    /// <summary>Members of the request that are gone or otherwise (<c>name=JSON</c>), the roles of its messages, the members of its assistant message, and what is named as lost.</summary>
    public static TheoryData<string, string, string, string, string, string> Vendors() => new()
    {
        { "openai", "gpt-4.1", "", "developer,user,assistant,tool", "role,content,reasoning_content,refusal,annotations,tool_calls", "" },
        { "openai-compatible", "m", "", "developer,user,assistant,tool", "role,content,reasoning_content,refusal,annotations,tool_calls", "" },
        { "openrouter", "m", "", "developer,user,assistant,tool", "role,content,reasoning_content,refusal,annotations,tool_calls", "" },
        { "vllm", "m", "", "system,user,assistant,tool", "role,content,reasoning_content,refusal,annotations,tool_calls", "" },
        { "ollama", "m", "max_completion_tokens max_tokens=700", "system,user,assistant,tool", "role,content,reasoning_content,refusal,annotations,tool_calls", "" },
        { "deepseek", "deepseek-v4-pro", "max_completion_tokens max_tokens=700", "system,user,assistant,tool", "role,content,reasoning_content,refusal,annotations,tool_calls", "" },
        {
            "groq", "openai/gpt-oss-120b", "logprobs logit_bias store metadata service_tier prompt_cache_key", "system,user,assistant,tool", "role,content,tool_calls",
            "param_dropped:logprobs,param_dropped:logit_bias,param_dropped:metadata,param_dropped:prompt_cache_key,param_dropped:service_tier,message_name_dropped,reasoning_context_lost"
        },
        {
            "mistral", "mistral-small-latest",
            "max_completion_tokens max_tokens=700 seed random_seed=5 reasoning_effort=\"high\" stream_options user store logprobs logit_bias service_tier prompt_cache_key",
            "system,user,assistant,tool", "role,content,tool_calls",
            "param_dropped:user,param_dropped:logprobs,param_dropped:logit_bias,param_dropped:service_tier,param_dropped:prompt_cache_key,message_name_dropped,reasoning_context_lost"
        },
        {
            "xai", "grok-4-fast-reasoning", "presence_penalty stop reasoning_effort", "system,user,assistant,tool", "role,content,reasoning_content,refusal,annotations,tool_calls",
            "param_dropped:presence_penalty,param_dropped:stop,param_dropped:reasoning_effort"
        },
        {
            "xai", "grok-4.3", "presence_penalty stop", "system,user,assistant,tool", "role,content,reasoning_content,refusal,annotations,tool_calls",
            "param_dropped:presence_penalty,param_dropped:stop"
        },
        { "xai", "grok-9", "", "system,user,assistant,tool", "role,content,reasoning_content,refusal,annotations,tool_calls", "" },
    };

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task Vendor_gets_what_it_takes_and_the_client_is_told_what_it_does_not(string provider, string model, string changes, string roles, string assistant, string lost)
    {
        await using var gateway = await VendorGateway.StartAsync(provider, model);
        gateway.Replay(200, "text/event-stream", "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n");
        using var response = await gateway.PostAsync("/v1/chat/completions", Hard.Replace("MODEL", model, StringComparison.Ordinal));
        await response.TextAsync(200);
        var expected = JsonNode.Parse(Hard.Replace("MODEL", model, StringComparison.Ordinal))!.AsObject();
        foreach (var change in changes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = change.Split('=');
            expected.Remove(parts[0]);
            if (parts.Length > 1) expected[parts[0]] = JsonNode.Parse(parts[1]);
        }

        var arrived = gateway.Arrived().AsObject();
        var messages = arrived["messages"]!.AsArray();
        expected.Remove("messages");
        arrived.Remove("messages");
        Assert.True(JsonNode.DeepEquals(expected, arrived), $"{expected}\n{arrived}");
        Assert.Equal(roles, string.Join(',', messages.Select(message => message!["role"]!.GetValue<string>())));
        Assert.Equal(assistant, string.Join(',', messages[2]!.AsObject().Select(member => member.Key)));
        Assert.Equal("Speak of \"developer\".", messages[0]!["content"]!.GetValue<string>());
        Assert.Equal("héllo", messages[1]!["content"]!.GetValue<string>());
        Assert.Equal(messages[2]!["tool_calls"]![0]!["id"]!.GetValue<string>(), messages[3]!["tool_call_id"]!.GetValue<string>());
        Assert.Equal(lost, response.Header("x-gantry-dropped") ?? "");
        Assert.Equal(lost, (await gateway.UsageAsync(1))[0].Losses ?? "");
    }

    [Theory]
    [InlineData("call_0123456789abcdef", false)]
    [InlineData("Ab3dE6gH9", true)]
    public async Task Mistral_gets_ids_of_nine_letters_and_digits(string id, bool stays)
    {
        await using var gateway = await VendorGateway.StartAsync("mistral", "m");
        gateway.Replay(200, "application/json", """{"choices":[{"index":0,"message":{"role":"assistant","content":"a"},"finish_reason":"stop"}]}""");
        using var response = await gateway.PostAsync("/v1/chat/completions", Hard.Replace("MODEL", "m", StringComparison.Ordinal).Replace("\"stream\":true", "\"stream\":false", StringComparison.Ordinal).Replace("call_0123456789abcdef", id, StringComparison.Ordinal));
        await response.TextAsync(200);
        var sent = gateway.Arrived()["messages"]![3]!["tool_call_id"]!.GetValue<string>();
        Assert.Matches("^[A-Za-z0-9]{9}$", sent);
        Assert.Equal(stays, sent == id);
    }

    /// <summary>What no vendor's patch can read is the vendor's to refuse.</summary>
    [Theory]
    [InlineData("mistral")]
    [InlineData("groq")]
    [InlineData("xai")]
    [InlineData("deepseek")]
    public async Task Oddities_of_a_request_pass_the_patches(string provider)
    {
        await using var gateway = await VendorGateway.StartAsync(provider, "m", more: ", speaks: [chat]");
        foreach (var odd in (string[])
        [
            """{"model":"m","messages":[{"role":"\ud800","content":"developer \"developer\""},{"role":"tool","tool_call_id":"\ud800","content":1}]}""",
            """{"model":"m","messages":"developer","reasoning_effort":5,"service_tier":{},"max_completion_tokens":"many","max_tokens":null,"tools":null}""",
            """{"model":"m","messages":[["developer"],null,{"tool_calls":"x","tool_call_id":7,"name":null}],"\ud800":1,"user":"","store":null}""",
            "\uFEFF{\"model\":\"m\",\"messages\":[{\"role\":\"developer\",\"content\":\"x\"}],\"max_completion_tokens\":5}",
        ])
        {
            gateway.Replay(200, "application/json", """{"choices":[{"index":0,"message":{"role":"assistant","content":"a"},"finish_reason":"stop"}]}""");
            var before = gateway.Simulator.Record.Exchanges.Count;
            using var response = await gateway.PostAsync("/v1/chat/completions", odd);
            // The simulator, too, may refuse it.
            Assert.True(response.IsSuccessStatusCode || response.Header("x-gantry-error-origin") == "upstream", odd);
            Assert.Equal(before + 1, gateway.Simulator.Record.Exchanges.Count);
        }
    }

    /// <summary>Mistral refuses the member; the gateway must not add what it adds for others.</summary>
    [Theory]
    [InlineData("mistral", false)]
    [InlineData("groq", true)]
    public async Task Usage_is_asked_for_where_the_vendor_wants_to_be_asked(string provider, bool asks)
    {
        await using var gateway = await VendorGateway.StartAsync(provider, "m");
        gateway.Replay(200, "text/event-stream", "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1,\"total_tokens\":4}}\n\ndata: [DONE]\n\n");
        using var response = await gateway.PostAsync("/v1/chat/completions", """{"model":"m","stream":true,"messages":[{"role":"user","content":"hello"}]}""");
        Assert.Contains("\"usage\"", await response.TextAsync(200), StringComparison.Ordinal);
        Assert.Equal(asks, gateway.Arrived()["stream_options"] is not null);
        Assert.Equal(3, (await gateway.UsageAsync(1))[0].UncachedInput);
    }

    [Theory]
    [InlineData("none", null, "disabled")]
    [InlineData("minimal", "low", null)]
    [InlineData("high", "high", null)]
    public async Task DeepSeek_is_told_in_its_own_words_that_no_thought_is_wanted(string effort, string? arrives, string? thinking)
    {
        await using var gateway = await VendorGateway.StartAsync("deepseek", "m");
        gateway.Replay(200, "application/json", """{"choices":[{"index":0,"message":{"role":"assistant","content":"a"},"finish_reason":"stop"}]}""");
        using var response = await gateway.PostAsync("/v1/chat/completions", $$"""{"model":"m","reasoning_effort":"{{effort}}","messages":[{"role":"user","content":"hello"}]}""");
        await response.TextAsync(200);
        Assert.Equal(arrives, gateway.Arrived()["reasoning_effort"]?.GetValue<string>());
        Assert.Equal(thinking, gateway.Arrived()["thinking"]?["type"]?.GetValue<string>());
    }

    /// <summary>Members that a translation has written pass the same patches.</summary>
    [Theory]
    [InlineData("mistral", "max_tokens", "max_completion_tokens,stream_options,user,top_k,store")]
    [InlineData("groq", "stream_options", "top_k,store,user_id")]
    [InlineData("deepseek", "max_tokens,stream_options", "max_completion_tokens,top_k")]
    [InlineData("ollama", "max_tokens,stream_options", "max_completion_tokens,top_k")]
    [InlineData("vllm", "max_tokens,stream_options,top_k", "max_completion_tokens")]
    [InlineData("openrouter", "max_tokens,stream_options,top_k", "max_completion_tokens")]
    public async Task Translated_request_holds_what_the_vendor_takes(string provider, string has, string lacks)
    {
        await using var gateway = await VendorGateway.StartAsync(provider, "m", more: ", speaks: [chat]");
        gateway.Replay(200, "text/event-stream", "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1,\"total_tokens\":4}}\n\ndata: [DONE]\n\n");
        using var response = await gateway.PostAsync(
            "/v1/messages",
            """{"model":"m","stream":true,"max_tokens":64,"top_k":5,"metadata":{"user_id":"u"},"system":[{"type":"text","text":"a"},{"type":"text","text":"b"}],"messages":[{"role":"user","content":"hello"},{"role":"assistant","content":[{"type":"tool_use","id":"toolu_0123456789","name":"f","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_0123456789","content":"ok"}]}],"tools":[{"name":"f","input_schema":{"type":"object"}}]}""");
        var text = await response.TextAsync(200);
        Assert.Contains("\"input_tokens\":3", text, StringComparison.Ordinal);
        var arrived = gateway.Arrived().AsObject();
        Assert.All(has.Split(','), name => Assert.True(arrived.ContainsKey(name), $"{name} is not in {arrived}"));
        Assert.All(lacks.Split(','), name => Assert.False(arrived.ContainsKey(name), $"{name} is in {arrived}"));
        Assert.DoesNotContain("\"developer\"", arrived.ToJsonString(), StringComparison.Ordinal);
        var messages = arrived["messages"]!.AsArray();
        var call = messages.First(message => message!["tool_calls"] is not null)!["tool_calls"]![0]!["id"]!.GetValue<string>();
        Assert.Equal(call, messages.First(message => message!["role"]!.GetValue<string>() == "tool")!["tool_call_id"]!.GetValue<string>());
        if (provider == "mistral") Assert.Matches("^[A-Za-z0-9]{9}$", call);
        if (provider is "mistral" or "vllm") Assert.Single(messages, message => message!["role"]!.GetValue<string>() == "system");
    }

    [Theory]
    [InlineData("responses", "deepseek", "/responses")]
    [InlineData("responses", "xai", "/v1/responses")]
    public async Task Developer_of_responses_becomes_system_too(string protocol, string provider, string path)
    {
        await using var gateway = await VendorGateway.StartAsync(provider, "m");
        using var response = await gateway.PostAsync(
            "/v1/" + protocol, """{"model":"m","store":false,"input":[{"type":"message","role":"developer","content":"x"},{"type":"message","role":"user","content":"hello"}]}""");
        Assert.Equal(path, gateway.Simulator.Record.Exchanges[^1].Target);
        Assert.Equal(["system", "user"], gateway.Arrived()["input"]!.AsArray().Select(item => item!["role"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("openrouter", true)]
    [InlineData("openai-compatible", false)]
    [InlineData("groq", false)]
    public async Task Application_is_named_to_openrouter_alone(string provider, bool named)
    {
        await using var gateway = await VendorGateway.StartAsync(provider, "m", more: ", speaks: [chat]");
        foreach (var (path, body) in new[]
        {
            ("/v1/chat/completions", """{"model":"m","messages":[{"role":"user","content":"hello"}]}"""),
            ("/v1/messages", """{"model":"m","max_tokens":64,"messages":[{"role":"user","content":"hello"}]}"""),
        })
        {
            gateway.Replay(200, "application/json", """{"choices":[{"index":0,"message":{"role":"assistant","content":"a"},"finish_reason":"stop"}]}""");
            using var response = await gateway.PostAsync(path, body, ("http-referer", "https://app.example"), ("x-title", "App"));
            await response.TextAsync(200);
            var arrived = gateway.Simulator.Record.Exchanges[^1];
            Assert.Equal(named ? ("https://app.example", "App") : (null, null), (arrived.Header("http-referer"), arrived.Header("x-title")));
        }
    }
}
