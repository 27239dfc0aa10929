using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Tests.Relay.Face;
using Gantry.Tests.Relay.Translated;
using Xunit;

namespace Gantry.Tests.Providers;

/// <summary>The four client protocols over the three transports of Vertex, whole and streamed: the simulator refuses what Vertex would.</summary>
public sealed class VertexRelayTests
{
    private const string Place = "/projects/vertex-project/locations/europe-west4";

    public static TheoryData<string, string, bool> Everything()
    {
        var all = new TheoryData<string, string, bool>();
        foreach (var client in Call.Protocols)
        {
            foreach (var model in (string[])["gemini-2.5-flash", "claude-sonnet-4-5", "google/gemini-2.5-flash"])
            {
                all.Add(client, model, false);
                all.Add(client, model, true);
            }
        }

        return all;
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public async Task Every_client_reaches_every_transport(string client, string model, bool streamed)
    {
        await using var rig = await VertexRig.StartAsync();
        using var response = await Call.Of(client, model, streamed).SendAsync(rig.Gateway);
        var answer = await Crossing.ReadAsync(client, response, streamed);

        Assert.NotEmpty(answer.Parts.OfType<TextPart>());
        var asked = Assert.Single(rig.Asked);
        Assert.Equal(Target(client, model, streamed), asked.Target);
        Assert.StartsWith("Bearer ya29.", asked.Header("authorization"), StringComparison.Ordinal);
        Assert.Null(asked.Header("x-goog-api-key"));
        var record = Assert.Single(await rig.Gateway.UsageAsync(1));
        Assert.True(record is { Outcome: "completed", Output: > 0 }, $"{record.Outcome}, {record.Output} tokens");
    }

    [Fact]
    public async Task Claude_is_sent_the_clients_bytes_without_the_model_and_with_the_version()
    {
        await using var rig = await VertexRig.StartAsync();
        using var response = await rig.Gateway.PostAsync(
            "/v1/messages",
            """{ "model":"claude-sonnet-4-5","max_tokens": 1e2, "messages":[{"role":"user","content":"h\u0065llo"}] }""",
            ("anthropic-version", "2023-06-01"),
            ("anthropic-beta", "context-1m-2025-08-07,prompt-caching-scope-2026-01-05"));

        Assert.Equal(200, (int)response.StatusCode);
        var asked = Assert.Single(rig.Asked);
        Assert.Equal(
            """{ "max_tokens": 1e2, "messages":[{"role":"user","content":"h\u0065llo"}] ,"anthropic_version":"vertex-2023-10-16"}""",
            System.Text.Encoding.UTF8.GetString(asked.Body.Span));
        Assert.Equal("context-1m-2025-08-07", asked.Header("anthropic-beta"));
        Assert.Null(asked.Header("anthropic-version"));
    }

    [Fact]
    [Trait("Case", "77")]
    public async Task Fields_of_a_beta_that_vertex_lacks_go_with_it()
    {
        await using var rig = await VertexRig.StartAsync();
        using var response = await rig.Gateway.PostAsync(
            "/v1/messages",
            """{"model":"claude-sonnet-4-5","max_tokens":64,"context_management":{"edits":[]},"messages":[{"role":"user","content":"hello"}]}""");

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Contains("beta:", response.Headers.GetValues("x-gantry-dropped").Single(), StringComparison.Ordinal);
        Assert.False(JsonElement.Parse(Assert.Single(rig.Asked).Body.Span).TryGetProperty("context_management", out _));
    }

    [Theory]
    [InlineData("messages", "claude-sonnet-4-5", "/v1/messages/count_tokens")]
    [InlineData("gemini", "gemini-2.5-flash", "/v1beta/models/gemini-2.5-flash:countTokens")]
    [InlineData("messages", "gemini-2.5-flash", "/v1/messages/count_tokens")]
    [InlineData("gemini", "claude-sonnet-4-5", "/v1beta/models/claude-sonnet-4-5:countTokens")]
    public async Task Prompts_are_counted_by_vertex(string client, string model, string path)
    {
        await using var rig = await VertexRig.StartAsync();
        var json = client == "gemini"
            ? """{"generateContentRequest":{"model":"models/gemini-2.5-flash","contents":[{"role":"user","parts":[{"text":"hello"}]}],"generation_config":{"temperature":1},"safetySettings":[]}}"""
            : $$"""{"model":"{{model}}","messages":[{"role":"user","content":"hello"}]}""";
        using var response = await rig.Gateway.PostAsync(path, json);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.True((int)response.StatusCode == 200, body);
        Assert.False(response.Headers.Contains("x-gantry-estimated"), "the gateway has estimated");
        Assert.Equal(
            model.StartsWith("claude", StringComparison.Ordinal) ? $"/v1{Place}/publishers/anthropic/models/count-tokens:rawPredict" : $"/v1beta1{Place}/publishers/google/models/{model}:countTokens",
            Assert.Single(rig.Asked).Target);
    }

    [Theory]
    [InlineData("openai", "text-embedding-005", ":predict")]
    [InlineData("single", "text-embedding-005", ":predict")]
    [InlineData("batch", "text-embedding-005", ":predict")]
    [InlineData("openai", "gemini-embedding-2", ":batchEmbedContents")]
    [InlineData("single", "gemini-embedding-2", ":embedContent")]
    public async Task Vectors_come_by_the_verb_that_the_model_answers(string shape, string model, string verb)
    {
        await using var rig = await VertexRig.StartAsync();
        using var response = await (shape switch
        {
            "openai" => rig.Gateway.PostAsync("/v1/embeddings", $$"""{"model":"{{model}}","input":["one","two"],"dimensions":4}"""),
            "single" => rig.Gateway.PostAsync($"/v1beta/models/{model}:embedContent", """{"content":{"parts":[{"text":"one"}]},"outputDimensionality":4,"taskType":"RETRIEVAL_QUERY"}"""),
            _ => rig.Gateway.PostAsync(
                $"/v1beta/models/{model}:batchEmbedContents",
                """{"requests":[{"content":{"parts":[{"text":"one"}]},"output_dimensionality":4},{"content":{"parts":[{"text":"two"}]},"outputDimensionality":4}]}"""),
        });
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.True((int)response.StatusCode == 200, body);
        Assert.EndsWith(verb, Assert.Single(rig.Asked).Target, StringComparison.Ordinal);
        var json = JsonElement.Parse(body);
        var vectors = shape switch
        {
            "openai" => json.GetProperty("data").EnumerateArray().Select(item => item.GetProperty("embedding")).ToList(),
            "single" => [json.GetProperty("embedding").GetProperty("values")],
            _ => [.. json.GetProperty("embeddings").EnumerateArray().Select(item => item.GetProperty("values"))],
        };
        Assert.Equal(shape == "single" ? 1 : 2, vectors.Count);
        Assert.All(vectors, vector => Assert.Equal(4, vector.GetArrayLength()));
        var record = Assert.Single(await rig.Gateway.UsageAsync(1));
        Assert.True(record.UncachedInput > 0, "no tokens were recorded");
    }

    [Fact]
    public async Task Vectors_of_two_lengths_in_one_prediction_are_refused_by_name()
    {
        await using var rig = await VertexRig.StartAsync();
        using var response = await rig.Gateway.PostAsync(
            "/v1beta/models/text-embedding-005:batchEmbedContents",
            """{"requests":[{"content":{"parts":[{"text":"one"}]},"outputDimensionality":4},{"content":{"parts":[{"text":"two"}]}}]}""");

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains("vectors of one length", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Empty(rig.Asked);
    }

    private static string Target(string client, string model, bool streamed) => model switch
    {
        "gemini-2.5-flash" => $"/v1beta1{Place}/publishers/google/models/{model}:{(streamed ? "streamGenerateContent?alt=sse" : "generateContent")}",
        // Without a cap of the client's the model's own is asked for, and answers as long as that come in events only.
        "claude-sonnet-4-5" => $"/v1{Place}/publishers/anthropic/models/{model}:{(streamed || client != "messages" ? "streamRawPredict" : "rawPredict")}",
        _ => $"/v1{Place}/endpoints/openapi/chat/completions",
    };
}
