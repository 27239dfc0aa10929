using Gantry.Clients.Tests.Gateway;
using Xunit;

namespace Gantry.Clients.Tests.Sdk;

/// <summary>npm <c>@anthropic-ai/sdk</c>: 1.x sends the key as bearer with <c>anthropic-version: 2026-10-21</c>, 0.x as <c>x-api-key</c> with <c>2023-06-01</c>.</summary>
public sealed class AnthropicNodeTest(GatewayFixture fixture)
{
    private const string V1 = "@anthropic-ai/sdk";
    private const string V0 = "anthropic-sdk-v0";

    [Theory, InlineData(V1), InlineData(V0)]
    public async Task Question_is_answered_with_usage(string package)
    {
        var result = await Script(package).RunAsync("text");
        result.HasText().Is("finish", "end_turn").IsOver("usage.output_tokens", 0);
    }

    [Theory, InlineData(V1), InlineData(V0)]
    public async Task Stream_arrives_as_it_is_made(string package)
    {
        var result = await Script(package).RunAsync("stream");
        result.WasStreamed().Is("finish", "end_turn").IsOver("usage.output_tokens", 0);
    }

    [Theory, InlineData(V1), InlineData(V0)]
    public async Task Tool_is_called_and_its_result_answered(string package)
    {
        var result = await Script(package).RunAsync("tools");
        result.CalledTool().Is("finish", "tool_use");
    }

    [Theory, InlineData(V1), InlineData(V0)]
    public async Task Bad_key_is_an_authentication_error(string package)
    {
        var result = await Script(package).RunAsync("badKey");
        result.Failed("AuthenticationError", 401).Is("type", "authentication_error").HasText("requestId");
    }

    [Theory, InlineData(V1), InlineData(V0)]
    public async Task Unknown_model_is_a_not_found_error(string package)
    {
        var result = await Script(package).RunAsync("unknownModel");
        result.Failed("NotFoundError", 404).Is("type", "not_found_error").HasText("requestId");
    }

    [Theory, InlineData(V1), InlineData(V0)]
    public async Task Models_are_listed(string package)
    {
        var result = await Script(package).RunAsync("models");
        result.Lists(Models.Claude).Lists(Models.ClaudeSmall);
    }

    [Theory, InlineData(V1), InlineData(V0)]
    public async Task One_model_is_described(string package)
    {
        var result = await Script(package).RunAsync("oneModel");
        result.Is("id", Models.Claude).Is("object", "model");
    }

    [Theory, InlineData(V1), InlineData(V0)]
    public async Task Tokens_are_counted(string package)
    {
        var result = await Script(package).RunAsync("countTokens");
        result.IsOver("tokens", 0);
    }

    private NodeScript Script(string package) => new(fixture.Gateway, "anthropic.mjs", Models.Claude, package);
}
