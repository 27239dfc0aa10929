using Gantry.Relay.Headers;
using Xunit;

namespace Gantry.Tests.Relay.Headers;

public sealed class ResponseHeaderPolicyTests
{
    [Theory]
    [InlineData("Content-Type")]
    [InlineData("retry-after")]
    [InlineData("retry-after-ms")]
    [InlineData("x-should-retry")]
    [InlineData("request-id")]
    [InlineData("x-amzn-RequestId")]
    [InlineData("openai-processing-ms")]
    [InlineData("openai-model")]
    [InlineData("openai-version")]
    [InlineData("x-ratelimit-remaining-tokens")]
    [InlineData("anthropic-ratelimit-requests-reset")]
    [InlineData("anthropic-ratelimit-unified-status")]
    [InlineData("anthropic-priority-input-tokens-limit")]
    [InlineData("x-codex-turn-state")]
    [InlineData("x-codex-primary-used-percent")]
    [InlineData("x-models-etag")]
    [InlineData("x-reasoning-included")]
    [InlineData("x-gemini-service-tier")]
    [InlineData("x-amzn-bedrock-input-token-count")]
    public void Header_that_clients_act_on_comes_back_under_its_name(string name) => Assert.Equal(name, ResponseHeaderPolicy.NameForClient(name));

    [Theory]
    [InlineData("Set-Cookie")]
    [InlineData("Server")]
    [InlineData("Via")]
    [InlineData("Alt-Svc")]
    [InlineData("Date")]
    [InlineData("CF-Ray")]
    [InlineData("Location")]
    [InlineData("Connection")]
    [InlineData("Transfer-Encoding")]
    [InlineData("Content-Length")]
    [InlineData("Content-Encoding")]
    [InlineData("Strict-Transport-Security")]
    [InlineData("Access-Control-Allow-Origin")]
    [InlineData("WWW-Authenticate")]
    [InlineData("x-powered-by")]
    [InlineData("x-envoy-upstream-service-time")]
    [InlineData("openai-organization")]
    [InlineData("openai-project")]
    [InlineData("anthropic-organization-id")]
    [InlineData("anthropic-workspace-id")]
    [InlineData("anthropic-account-id")]
    [InlineData("x-ratelimit-key")]
    [InlineData("x-gantry-cost")]
    public void Header_of_the_upstreams_own_house_stays_behind(string name) => Assert.Null(ResponseHeaderPolicy.NameForClient(name));

    [Fact]
    public void Request_id_of_the_upstream_gets_its_own_name() =>
        Assert.Equal("x-upstream-request-id", ResponseHeaderPolicy.NameForClient("X-Request-Id"));

    [Fact]
    public void Unclean_values_and_headers_named_in_connection_are_dropped()
    {
        var upstream = new Dictionary<string, IEnumerable<string>>(StringComparer.OrdinalIgnoreCase)
        {
            ["content-type"] = ["text/event-stream"],
            ["retry-after"] = ["1\r\nset-cookie: a=b", "2"],
            ["openai-model"] = ["gpt"],
            ["Connection"] = ["close", "OpenAI-Model"],
        };

        var back = ResponseHeaderPolicy.Select(upstream);

        Assert.Equal([KeyValuePair.Create("content-type", "text/event-stream"), KeyValuePair.Create("retry-after", "2")], back);
    }
}
