using Gantry.Clients.Tests.Gateway;
using Xunit;

namespace Gantry.Clients.Tests.Sdk;

/// <summary>npm <c>@google/genai</c>: 3.x calls <c>/v1/models/…</c>, 2.x <c>/v1beta/models/…</c>.</summary>
public sealed class GoogleNodeTest(GatewayFixture fixture)
{
    private const string V3 = "@google/genai";
    private const string V2 = "google-genai-v2";

    [Theory, InlineData(V3), InlineData(V2)]
    public async Task Question_is_answered_with_usage(string package)
    {
        var result = await Script(package).RunAsync("text");
        result.HasText().Is("finish", "STOP").IsOver("usage.totalTokenCount", 0);
    }

    [Theory, InlineData(V3), InlineData(V2)]
    public async Task Stream_arrives_as_it_is_made(string package)
    {
        var result = await Script(package).RunAsync("stream");
        result.WasStreamed().Is("finish", "STOP").IsOver("usage.totalTokenCount", 0);
    }

    [Theory, InlineData(V3), InlineData(V2)]
    public async Task Tool_is_called_and_its_result_answered(string package)
    {
        var result = await Script(package).RunAsync("tools");
        result.CalledTool().Is("finish", "STOP");
    }

    [Theory, InlineData(V3), InlineData(V2)]
    public async Task Bad_key_is_an_api_error(string package)
    {
        var result = await Script(package).RunAsync("badKey");
        result.Failed("ApiError", 401);
    }

    [Theory, InlineData(V3), InlineData(V2)]
    public async Task Unknown_model_is_an_api_error(string package)
    {
        var result = await Script(package).RunAsync("unknownModel");
        result.Failed("ApiError", 404);
    }

    [Theory, InlineData(V3), InlineData(V2)]
    public async Task Models_are_listed(string package)
    {
        var result = await Script(package).RunAsync("models");
        result.Lists("models/" + Models.Gemini);
    }

    [Theory, InlineData(V3), InlineData(V2)]
    public async Task One_model_is_described(string package)
    {
        var result = await Script(package).RunAsync("oneModel");
        result.Is("id", "models/" + Models.Gemini);
    }

    [Theory, InlineData(V3), InlineData(V2)]
    public async Task Tokens_are_counted(string package)
    {
        var result = await Script(package).RunAsync("countTokens");
        result.IsOver("tokens", 0);
    }

    [Theory, InlineData(V3), InlineData(V2)]
    public async Task Texts_are_embedded(string package)
    {
        var result = await Script(package).RunAsync("embeddings");
        result.Counts("vectors", 2).IsOver("dimensions", 1).Is("number", "number");
    }

    private NodeScript Script(string package) => new(fixture.Gateway, "genai.mjs", Models.Gemini, package);
}
