using System.Text.Json;
using Xunit;

namespace Gantry.Tests.Simulator;

public sealed class GeminiGrammarTests
{
    [Fact]
    public async Task Events_end_with_crlf_and_their_usage_only_grows()
    {
        await using var upstream = await SimulatorClient.StartAsync();
        var stream = await upstream.PostAsync("/v1beta/models/sim-reason-n3:streamGenerateContent?alt=sse", Ask.GeminiBody());
        Assert.All(stream.Split("\r\n\r\n", StringSplitOptions.RemoveEmptyEntries), block => Assert.DoesNotContain('\n', block));
        var totals = Ask.Events(stream).ConvertAll(e => e.GetProperty("usageMetadata").GetProperty("totalTokenCount").GetInt64());
        Assert.Equal(totals.Order(), totals);
        var last = Ask.Events(stream)[^1];
        Assert.Equal("STOP", last.GetProperty("candidates")[0].GetProperty("finishReason").GetString());
        Assert.True(last.GetProperty("usageMetadata").GetProperty("thoughtsTokenCount").GetInt64() > 0);
    }

    [Fact]
    public async Task Without_alt_sse_the_stream_is_an_array_of_the_same_elements()
    {
        await using var upstream = await SimulatorClient.StartAsync();
        using var response = await upstream.SendAsync("/v1/models/sim-text-n3:streamGenerateContent", Ask.GeminiBody(), TestContext.Current.CancellationToken);
        var array = JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(4, array.GetArrayLength());
        Assert.StartsWith("w000000", array[0].GetProperty("candidates")[0].GetProperty("content").GetProperty("parts")[0].GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_parallel_calls_only_the_first_carries_the_signature()
    {
        await using var upstream = await SimulatorClient.StartAsync();
        const string tools = ""","tools":[{"functionDeclarations":[{"name":"a","parametersJsonSchema":{"type":"object","properties":{}}},{"name":"b","parameters":{"type":"OBJECT","properties":{"x":{"type":"INTEGER"}},"required":["x"]}}]}]""";
        var answer = await upstream.PostJsonAsync("/v1beta/models/sim-tools2:generateContent", Ask.GeminiBody(tools));
        var candidate = answer.GetProperty("candidates")[0];
        var parts = candidate.GetProperty("content").GetProperty("parts");
        Assert.True(parts[0].TryGetProperty("thoughtSignature", out _));
        Assert.False(parts[1].TryGetProperty("thoughtSignature", out _));
        Assert.Equal(1, parts[1].GetProperty("functionCall").GetProperty("args").GetProperty("x").GetInt32());
        Assert.Equal("STOP", candidate.GetProperty("finishReason").GetString());
    }

    [Fact]
    public async Task Count_takes_both_forms()
    {
        await using var upstream = await SimulatorClient.StartAsync();
        var plain = await upstream.PostJsonAsync("/v1beta/models/gemini-3.8-flash:countTokens", Ask.GeminiBody());
        var wrapped = await upstream.PostJsonAsync("/v1beta/models/gemini-3.8-flash:countTokens", "{\"generateContentRequest\":" + Ask.GeminiBody() + "}");
        Assert.True(plain.GetProperty("totalTokens").GetInt64() > 0);
        Assert.True(wrapped.GetProperty("totalTokens").GetInt64() > 0);
    }

    [Fact]
    public async Task Embeddings_are_one_or_a_batch()
    {
        await using var upstream = await SimulatorClient.StartAsync();
        var one = await upstream.PostJsonAsync("/v1beta/models/gemini-embedding-001:embedContent", """{"content":{"parts":[{"text":"a"}]},"outputDimensionality":3}""");
        Assert.Equal(3, one.GetProperty("embedding").GetProperty("values").GetArrayLength());
        var batch = await upstream.PostJsonAsync("/v1beta/models/gemini-embedding-001:batchEmbedContents", """{"requests":[{"content":{"parts":[{"text":"a"}]}},{"content":{"parts":[{"text":"b"}]}}]}""");
        Assert.Equal(2, batch.GetProperty("embeddings").GetArrayLength());
    }
}
