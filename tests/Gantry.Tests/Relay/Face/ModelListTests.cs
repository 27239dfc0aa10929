using System.Text.Json;
using Xunit;

namespace Gantry.Tests.Relay.Face;

public sealed class ModelListTests
{
    [Theory]
    [InlineData("/v1/models", "", "", "openai")]
    [InlineData("/v1/models?limit=1000", "anthropic-version", "2023-06-01", "anthropic")]
    [InlineData("/v1/models", "anthropic-version", "2026-10-21", "anthropic")]
    [InlineData("/v1/models", "x-goog-api-client", "google-genai-sdk/1", "gemini")]
    [InlineData("/v1beta/models", "", "", "gemini")]
    [InlineData("/v1/models?client_version=0.169.0", "", "", "codex")]
    public async Task List_has_the_shape_of_the_caller(string path, string header, string value, string shape)
    {
        await using var gateway = await TestGateway.StartAsync("claude-x", "gpt-x");
        using var response = await gateway.SendAsync(HttpMethod.Get, path, null, (header.Length == 0 ? "x-app" : header, value));
        Assert.Equal(200, (int)response.StatusCode);
        Assert.NotNull(Told.Header(response, "x-request-id"));
        var list = JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(["claude-x", "gpt-x"], Ids(list, shape));
        Assert.Equal(shape is "openai" or "codex", list.TryGetProperty("object", out _));
        Assert.Equal(shape is "anthropic", list.TryGetProperty("has_more", out _));
        Assert.Equal(shape is "gemini" or "codex", list.TryGetProperty("models", out _));
        Assert.Empty(gateway.Simulator.Record.Exchanges);
    }

    [Theory]
    [InlineData("", "", "chat")]
    [InlineData("anthropic-version", "2023-06-01", "messages")]
    [InlineData("x-goog-api-client", "google-genai-sdk/1", "gemini")]
    public async Task One_model_is_shown_or_404_in_the_callers_shape(string header, string value, string protocol)
    {
        await using var gateway = await TestGateway.StartAsync("vendor/gpt-x");
        var with = (header.Length == 0 ? "x-app" : header, value);
        foreach (var path in new[] { "/v1/models/vendor/gpt-x", "/v1/models/vendor%2Fgpt-x" })
        {
            using var shown = await gateway.SendAsync(HttpMethod.Get, path, null, with);
            Assert.Contains("vendor/gpt-x", await shown.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
            Assert.Equal(200, (int)shown.StatusCode);
        }

        using var missing = await gateway.SendAsync(HttpMethod.Get, "/v1/models/none", null, with);
        Assert.Equal(404, (await Told.ReadAsync(protocol, missing)).Status);
    }

    [Fact]
    public async Task List_by_query_key_is_geminis()
    {
        await using var gateway = await TestGateway.StartAsync("gpt-x");
        using var response = await gateway.SendAsync(HttpMethod.Get, $"/v1/models?key={TestGateway.Key}", null, ("authorization", ""));
        var list = JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(["gpt-x"], Ids(list, "gemini"));
    }

    private static IEnumerable<string> Ids(JsonElement list, string shape) => shape switch
    {
        "gemini" => list.GetProperty("models").EnumerateArray().Select(m => m.GetProperty("name").GetString()!["models/".Length..]),
        "codex" => list.GetProperty("models").EnumerateArray().Select(m => m.GetProperty("slug").GetString()!),
        _ => list.GetProperty("data").EnumerateArray().Select(m => m.GetProperty("id").GetString()!),
    };
}
