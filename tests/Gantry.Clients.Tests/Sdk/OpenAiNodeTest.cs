using Gantry.Clients.Tests.Gateway;
using Xunit;

namespace Gantry.Clients.Tests.Sdk;

/// <summary>npm <c>openai</c>.</summary>
public sealed class OpenAiNodeTest(GatewayFixture fixture)
{
    private readonly NodeScript _script = new(fixture.Gateway, "openai.mjs", Models.Gpt);

    [Theory, InlineData("chatText", "stop"), InlineData("responsesText", "completed")]
    public async Task Question_is_answered_with_usage(string name, string finish)
    {
        var result = await _script.RunAsync(name);
        result.HasText().Is("finish", finish).IsOver("usage.total_tokens", 0);
    }

    [Theory, InlineData("chatStream", "stop"), InlineData("responsesStream", "completed")]
    public async Task Stream_arrives_as_it_is_made(string name, string finish)
    {
        var result = await _script.RunAsync(name);
        result.WasStreamed().Is("finish", finish).IsOver("usage.total_tokens", 0);
    }

    [Fact]
    public async Task Stream_without_usage_asked_for_shows_none()
    {
        var result = await _script.RunAsync("chatStreamWithoutUsage");
        result.WasStreamed().Counts("usageChunks", 0).Counts("emptyChunks", 0);
    }

    [Theory, InlineData("chatTools"), InlineData("responsesTools")]
    public async Task Tool_is_called_and_its_result_answered(string name)
    {
        var result = await _script.RunAsync(name);
        result.CalledTool().Is("finish", "tool_calls");
    }

    [Theory, InlineData("chatBadKey"), InlineData("responsesBadKey")]
    public async Task Bad_key_is_an_authentication_error(string name)
    {
        var result = await _script.RunAsync(name);
        result.Failed("AuthenticationError", 401);
    }

    [Theory, InlineData("chatUnknownModel"), InlineData("responsesUnknownModel")]
    public async Task Unknown_model_is_a_not_found_error(string name)
    {
        var result = await _script.RunAsync(name);
        result.Failed("NotFoundError", 404);
    }

    [Fact]
    public async Task Models_are_listed()
    {
        var result = await _script.RunAsync("models");
        result.Lists(Models.Gpt).Lists(Models.Embedding);
    }

    [Fact]
    public async Task One_model_is_described()
    {
        var result = await _script.RunAsync("oneModel");
        result.Is("id", Models.Gpt).Is("object", "model");
    }

    [Fact]
    public async Task Tokens_are_counted()
    {
        var result = await _script.RunAsync("countTokens");
        result.IsOver("tokens", 0);
    }

    [Fact]
    public async Task Texts_are_embedded()
    {
        var result = await _script.RunAsync("embeddings");
        result.Counts("vectors", 2).IsOver("dimensions", 1).Is("number", "number");
    }

    [Fact]
    public async Task Image_is_drawn()
    {
        var result = await _script.RunAsync("images");
        result.Counts("images", 1).IsOver("bytes", 50);
    }
}
