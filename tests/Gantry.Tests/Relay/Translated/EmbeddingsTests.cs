using System.Text.Json.Nodes;
using Xunit;

namespace Gantry.Tests.Relay.Translated;

public sealed class EmbeddingsTests
{
    [Fact]
    [Trait("Case", "296")]
    public async Task Client_of_OpenAI_gets_base64_from_Gemini_when_it_asks()
    {
        await using var gateway = await Offers.StartAsync();
        foreach (var (format, wanted) in new[]
        {
            (""","encoding_format":"base64" """, "\"AAAAPwAAgL8AAIA+\""),
            (""","encoding_format":"float" """, "[0.5,-1.0,0.25]"),
            ("", "[0.5,-1.0,0.25]"),
        })
        {
            gateway.Answer(200, """{"embedding":{"values":[0.5,-1.0,0.25]}}""");
            using var response = await gateway.PostAsync("/v1/embeddings", $$"""{"model":"gemini","input":"a text of some words"{{format}}}""");
            var answer = await response.JsonAsync();
            Assert.Equal(wanted, answer["data"]![0]!["embedding"]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
            Assert.Equal(("list", "gemini"), ((string?)answer["object"], (string?)answer["model"]));
            Assert.InRange((long)answer["usage"]!["prompt_tokens"]!, 4, 20);
            Assert.Equal("usage_estimated", response.Header("x-gantry-dropped"));
        }

        var row = (await gateway.UsageAsync(3))[0];
        Assert.Equal(("estimated", "completed", "usage_estimated"), (row.UsageSource, row.Outcome, row.Losses));
        Assert.InRange(row.UncachedInput, 4, 20);
        Assert.Equal("/v1beta/models/claude-sonnet-4-5:embedContent", gateway.Simulator.Record.Exchanges[0].Target);
    }

    [Fact]
    public async Task Several_texts_of_a_client_of_OpenAI_come_back_in_their_order()
    {
        await using var gateway = await Offers.StartAsync();
        using var response = await gateway.PostAsync("/v1/embeddings", """{"model":"gemini","input":["one","two","three"],"dimensions":4}""");
        var data = (await response.JsonAsync())["data"]!.AsArray();
        Assert.Equal([0, 1, 2], data.Select(entry => (int)entry!["index"]!));
        Assert.All(data, entry => Assert.Equal(4, entry!["embedding"]!.AsArray().Count));
        Assert.Equal(3, data.Select(entry => entry!["embedding"]!.ToJsonString()).Distinct().Count());
        Assert.EndsWith(":batchEmbedContents", Assert.Single(gateway.Simulator.Record.Exchanges).Target, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("openai")]
    [InlineData("responses")]
    public async Task Client_of_Gemini_is_served_by_OpenAIs_shape(string model)
    {
        await using var gateway = await Offers.StartAsync();
        using var one = await gateway.PostAsync(
            $"/v1beta/models/{model}:embedContent", """{"content":{"parts":[{"text":"one"}]},"outputDimensionality":4,"taskType":"RETRIEVAL_QUERY"}""");
        var single = await one.JsonAsync();
        Assert.Equal(4, single["embedding"]!["values"]!.AsArray().Count);
        Assert.Equal("param_dropped:taskType", one.Header("x-gantry-dropped"));
        using var several = await gateway.PostAsync(
            $"/v1beta/models/{model}:batchEmbedContents",
            """{"requests":[{"model":"models/x","content":{"parts":[{"text":"one"}]},"outputDimensionality":4},{"model":"models/x","content":{"parts":[{"text":"two"}]},"outputDimensionality":4}]}""");
        var batch = (await several.JsonAsync())["embeddings"]!.AsArray();
        Assert.Equal(2, batch.Count);
        Assert.True(JsonNode.DeepEquals(single["embedding"], batch[0]));
        var asked = JsonNode.Parse(gateway.Simulator.Record.Exchanges[^1].Body.Span)!;
        Assert.Equal("""{"model":"claude-sonnet-4-5","input":["one","two"],"dimensions":4}""", asked.ToJsonString());
        Assert.All(await gateway.UsageAsync(2), row => Assert.Equal("reported", row.UsageSource));
    }

    [Theory]
    [InlineData("""{"model":"gemini","input":[1,2,3]}""", "input")]
    [InlineData("""{"model":"gemini","input":[[1,2],[3]]}""", "input")]
    [InlineData("""{"model":"gemini","input":"x","dimensions":0}""", "dimensions")]
    [InlineData("""{"model":"gemini"}""", "input")]
    public async Task What_Gemini_cannot_take_is_refused_before_it_is_asked(string body, string param)
    {
        await using var gateway = await Offers.StartAsync();
        using var response = await gateway.PostAsync("/v1/embeddings", body);
        Assert.Equal(param, (string?)(await response.JsonAsync(400))["error"]!["param"]);
        Assert.Empty(gateway.Simulator.Record.Exchanges);
    }

    [Fact]
    public async Task Failure_comes_in_the_clients_words()
    {
        await using var gateway = await Offers.StartAsync();
        gateway.Answer(200, """{"embeddings":[]}""");
        using var senseless = await gateway.PostAsync("/v1/embeddings", """{"model":"gemini","input":"x"}""");
        Assert.Equal("upstream_bad_answer", (string?)(await senseless.JsonAsync(502))["error"]!["code"]);
        gateway.Answer(429, """{"error":{"code":429,"message":"Quota exceeded.","status":"RESOURCE_EXHAUSTED"}}""");
        using var limited = await gateway.PostAsync("/v1/embeddings", """{"model":"gemini","input":"x"}""");
        Assert.Contains("Quota exceeded", (string?)(await limited.JsonAsync(429))["error"]!["message"], StringComparison.Ordinal);
        gateway.Answer(401, """{"error":{"message":"bad key"}}""");
        using var refused = await gateway.PostAsync("/v1beta/models/chat:embedContent", """{"content":{"parts":[{"text":"one"}]}}""");
        Assert.DoesNotContain("bad key", (await refused.JsonAsync(503)).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Strict_client_hears_of_a_loss_before_anybody_is_asked()
    {
        await using var gateway = await Offers.StartAsync();
        using var response = await gateway.PostAsync("/v1/embeddings", """{"model":"gemini","input":"x","user":"u"}""", ("x-gantry-strict", "1"));
        Assert.Equal(("translation_loss", "user"), ((string?)(await response.JsonAsync(400))["error"]!["code"], (string?)(await response.JsonAsync(400))["error"]!["param"]));
        Assert.Empty(gateway.Simulator.Record.Exchanges);
    }

    [Fact]
    public async Task Model_of_a_protocol_without_embeddings_is_not_found()
    {
        await using var gateway = await Offers.StartAsync();
        using var response = await gateway.PostAsync("/v1/embeddings", """{"model":"messages","input":"x"}""");
        Assert.Equal("embeddings_not_served", (string?)(await response.JsonAsync(404))["error"]!["code"]);
        using var claude = await gateway.PostAsync("/v1/messages/embeddings", """{"model":"messages","input":"x"}""", ("anthropic-version", "2023-06-01"), ("x-api-key", TestGateway.Key));
        var error = await claude.JsonAsync(404);
        Assert.Equal(("error", "not_found_error"), ((string?)error["type"], (string?)error["error"]!["type"]));
    }
}
