using System.Text;
using System.Text.Json;
using Gantry.Simulator.Scripts;
using Gantry.Tests.Relay.Face;
using Xunit;

namespace Gantry.Tests.Providers;

/// <summary>What Google's front refuses, told in the words of the protocol that was spoken.</summary>
public sealed class VertexErrorTests
{
    private const string Quota =
        """{"error":{"code":429,"message":"Quota exceeded for aiplatform.googleapis.com","status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34.5s"}]}}""";

    [Theory]
    [InlineData(Quota, 429, "rate_limit_error", "35")]
    [InlineData("[" + Quota + "]", 429, "rate_limit_error", "35")]
    [InlineData("""{"error":{"code":400,"message":"Publisher model is not servable in region","status":"FAILED_PRECONDITION"}}""", 400, "invalid_request_error", null)]
    [InlineData("""{"error":{"code":404,"message":"Publisher Model `x` was not found","status":"NOT_FOUND"}}""", 404, "not_found_error", null)]
    [InlineData("""{"error":{"code":503,"message":"The service is currently unavailable.","status":"UNAVAILABLE"}}""", 503, "overloaded_error", null)]
    public async Task Client_of_messages_hears_it_as_anthropic_would_tell_it(string body, int status, string type, string? retryAfter)
    {
        await using var rig = await VertexRig.StartAsync();
        Refuse(rig, status, body);
        using var response = await Call.Of("messages", "claude-sonnet-4-5").SendAsync(rig.Gateway);
        var told = JsonElement.Parse(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("error", told.GetProperty("type").GetString());
        Assert.Equal(type, told.GetProperty("error").GetProperty("type").GetString());
        Assert.NotEmpty(told.GetProperty("error").GetProperty("message").GetString()!);
        Assert.Equal(retryAfter, response.Headers.TryGetValues("retry-after", out var values) ? values.Single() : null);
        Assert.Equal("upstream", response.Headers.GetValues("x-gantry-error-origin").Single());
    }

    [Fact]
    public async Task Errors_of_the_model_itself_pass_in_its_own_bytes()
    {
        const string Own = """{"type":"error","error":{"type":"invalid_request_error","message":"messages: text content blocks must be non-empty"},"request_id":"req_vrtx_1"}""";
        await using var rig = await VertexRig.StartAsync();
        Refuse(rig, 400, Own);
        using var response = await Call.Of("messages", "claude-sonnet-4-5").SendAsync(rig.Gateway);

        Assert.Equal(Own, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Client_of_gemini_gets_googles_bytes()
    {
        await using var rig = await VertexRig.StartAsync();
        Refuse(rig, 429, Quota);
        using var response = await Call.Of("gemini", "gemini-2.5-flash").SendAsync(rig.Gateway);

        Assert.Equal(429, (int)response.StatusCode);
        Assert.Equal(Quota, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("chat", "google/gemini-2.5-flash")]
    [InlineData("chat", "claude-sonnet-4-5")]
    [InlineData("responses", "google/gemini-2.5-flash")]
    [InlineData("gemini", "claude-sonnet-4-5")]
    public async Task Every_other_client_hears_when_to_come_again(string client, string model)
    {
        await using var rig = await VertexRig.StartAsync();
        Refuse(rig, 429, $"[{Quota}]");
        Refuse(rig, 429, $"[{Quota}]");
        using var response = await Call.Of(client, model).SendAsync(rig.Gateway);
        var told = JsonElement.Parse(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));

        Assert.Equal(429, (int)response.StatusCode);
        Assert.Equal("35", response.Headers.GetValues("retry-after").Single());
        Assert.Contains("Quota exceeded", told.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    private static void Refuse(VertexRig rig, int status, string body) => rig.Simulator.Scripts.Enqueue(new Script
    {
        Replay = new ReplayScript { Status = status, Headers = [new("content-type", "application/json; charset=UTF-8")], Body = Encoding.UTF8.GetBytes(body) },
    });
}
