using System.Text;
using System.Text.Json;
using Xunit;

namespace Gantry.Tests.Providers;

/// <summary>What Vertex is sent of a request for Gemini; the simulator refuses every other spelling and what Vertex does not know.</summary>
public sealed class VertexGeminiTests
{
    [Fact]
    [Trait("Case", "307")]
    public async Task Snake_case_of_a_client_becomes_camel_case_and_its_own_names_stay()
    {
        const string Snake =
            """
            {"system_instruction":{"parts":[{"text":"a_b"}]},"contents":[{"role":"user","parts":[{"text":"hi"},{"inline_data":{"mime_type":"image/png","data":"AA=="}}]}],
             "tools":[{"function_declarations":[{"name":"f_g","parameters":{"type":"OBJECT","properties":{"system_instruction":{"type":"STRING","any_of":[{"type":"STRING"}]}}}}]},{"google_search":{}}],
             "generation_config":{"max_output_tokens":64,"thinking_config":{"include_thoughts":true}},"safety_settings":[],"labels":{"cost_center":"a_b"}}
            """;
        const string Camel =
            """
            {"systemInstruction":{"parts":[{"text":"a_b"}]},"contents":[{"role":"user","parts":[{"text":"hi"},{"inlineData":{"mimeType":"image/png","data":"AA=="}}]}],
             "tools":[{"functionDeclarations":[{"name":"f_g","parameters":{"type":"OBJECT","properties":{"system_instruction":{"type":"STRING","anyOf":[{"type":"STRING"}]}}}}]},{"googleSearch":{}}],
             "generationConfig":{"maxOutputTokens":64,"thinkingConfig":{"includeThoughts":true}},"safetySettings":[],"labels":{"cost_center":"a_b"}}
            """;
        await using var rig = await VertexRig.StartAsync();
        using var response = await rig.Gateway.PostAsync("/v1beta/models/gemini-2.5-flash:generateContent", Snake);

        Assert.True((int)response.StatusCode == 200, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(Camel, Encoding.UTF8.GetString(Assert.Single(rig.Asked).Body.Span));
        Assert.False(response.Headers.Contains("x-gantry-dropped"));
    }

    [Fact]
    [Trait("Case", "307")]
    public async Task Translated_request_is_camel_case()
    {
        await using var rig = await VertexRig.StartAsync();
        using var response = await rig.Gateway.PostAsync(
            "/v1/chat/completions",
            """
            {"model":"gemini-2.5-flash","max_tokens":64,"temperature":0.5,"messages":[{"role":"system","content":"be_brief"},{"role":"user","content":"hi"}],
             "tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object","properties":{"a_b":{"type":"string"}}}}}],"service_tier":"flex"}
            """);

        Assert.True((int)response.StatusCode == 200, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.True(JsonElement.Parse(Assert.Single(rig.Asked).Body.Span).TryGetProperty("systemInstruction", out _));
        Assert.Contains("service_tier_dropped", response.Headers.GetValues("x-gantry-dropped").Single(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Case", "160")]
    public async Task What_the_gemini_api_alone_knows_is_left_out_and_named()
    {
        await using var rig = await VertexRig.StartAsync();
        using var response = await rig.Gateway.PostAsync(
            "/v1beta/models/gemini-3-pro:generateContent",
            """
            {"service_tier":"flex","model":"models/gemini-3-pro","contents":[{"role":"user","parts":[{"text":"hi"}]}],"labels":{"team":"a"},"modelArmorConfig":{"promptTemplateName":"t"},
             "toolConfig":{"functionCallingConfig":{"mode":"AUTO"},"includeServerSideToolInvocations":true}}
            """);

        Assert.True((int)response.StatusCode == 200, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("service_tier_dropped,param_dropped:includeServerSideToolInvocations", response.Headers.GetValues("x-gantry-dropped").Single());
        Assert.Equal(
            """
            {"contents":[{"role":"user","parts":[{"text":"hi"}]}],"labels":{"team":"a"},"modelArmorConfig":{"promptTemplateName":"t"},
             "toolConfig":{"functionCallingConfig":{"mode":"AUTO"}}}
            """,
            Encoding.UTF8.GetString(Assert.Single(rig.Asked).Body.Span));
    }

    [Theory]
    [InlineData("gemini-2.5-flash", false)]
    [InlineData("gemini-3-pro", true)]
    public async Task Ids_of_calls_are_kept_from_older_models_only(string model, bool kept)
    {
        await using var rig = await VertexRig.StartAsync();
        using var relayed = await rig.Gateway.PostAsync(
            $"/v1beta/models/{model}:generateContent",
            """
            {"contents":[{"role":"user","parts":[{"text":"hi"}]},{"role":"model","parts":[{"functionCall":{"id":"c1","name":"f","args":{"id":"mine"}}}]},
             {"role":"user","parts":[{"function_response":{"name":"f","response":{"id":"mine"},"id":"c1"}}]}]}
            """);
        using var translated = await rig.Gateway.PostAsync(
            "/v1/chat/completions",
            $$"""
            {"model":"{{model}}","messages":[{"role":"user","content":"hi"},{"role":"assistant","tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"id\":\"mine\"}"} }]},
             {"role":"tool","tool_call_id":"c1","content":"{\"id\":\"mine\"}"}],"tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object","properties":{} } } }]}
            """);

        Assert.True((int)relayed.StatusCode == 200, await relayed.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.True((int)translated.StatusCode == 200, await translated.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(2, rig.Asked.Count);
        foreach (var asked in rig.Asked)
        {
            var contents = JsonElement.Parse(asked.Body.Span).GetProperty("contents").EnumerateArray().SelectMany(content => content.GetProperty("parts").EnumerateArray()).ToList();
            var call = contents.Single(part => part.TryGetProperty("functionCall", out _)).GetProperty("functionCall");
            var result = contents.Single(part => part.TryGetProperty("functionResponse", out _)).GetProperty("functionResponse");
            Assert.Equal(kept, call.TryGetProperty("id", out _));
            Assert.Equal(kept, result.TryGetProperty("id", out _));
            Assert.Equal("mine", call.GetProperty("args").GetProperty("id").GetString());
        }
    }
}
