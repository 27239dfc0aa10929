using Gantry.Simulator.Scripts;
using Gantry.Tests.Relay.Translated;
using Xunit;

namespace Gantry.Tests.Relay.Face;

/// <summary>S-27 of the reliability reference: a probe of 60 headers. Exactly the expected ones arrive, in both lanes, and nothing of an upstream's house comes back.</summary>
public sealed class HeaderProbeTests
{
    /// <summary>Passed to an upstream of the client's own protocol.</summary>
    private static readonly string[] Families =
    [
        "anthropic-beta", "anthropic-version", "anthropic-new-thing", "openai-beta", "x-openai-subagent", "x-stainless-lang", "x-stainless-retry-count", "x-claude-code-session-id", "x-codex-window-id",
        "x-session-affinity", "x-gemini-api-privileged-user-id", "x-app", "originator", "session-id", "thread-id", "x-goog-api-client", "x-server-timeout", "version",
    ];

    /// <summary>Passed to any upstream.</summary>
    private static readonly string[] Neutral = ["accept-language", "user-agent", "traceparent", "tracestate", "x-client-request-id"];

    /// <summary>Passed to none.</summary>
    private static readonly string[] Stay =
    [
        "cookie", "forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-forwarded-port", "x-real-ip", "x-content-length", "x-gantry-strict-not", "x-gantry-anything",
        "proxy-authorization", "proxy-connection", "keep-alive", "te", "origin", "referer", "via", "x-unknown", "cf-connecting-ip", "x-amz-security-token", "api-key", "openai-organization",
        "openai-project", "anthropic-organization-id", "if-none-match", "x-http-method-override", "true-client-ip", "x-hop", "idempotency-key", "x-stainless-named", "http-referer", "x-title",
        "x-request-id", "sec-fetch-mode", "dnt", "x-amz-date", "x-ms-client-request-id", "x-csrf-token",
    ];

    private static readonly string[] OfTheHouse =
    [
        "set-cookie", "server", "via", "x-powered-by", "cf-ray", "alt-svc", "strict-transport-security", "openai-organization", "openai-project", "anthropic-organization-id", "x-codex-account-id",
        "x-ratelimit-key", "x-envoy-upstream-service-time", "x-amz-account", "www-authenticate",
    ];

    private static readonly string[] ForTheClient =
        ["x-ratelimit-remaining-requests", "ratelimit-policy", "anthropic-ratelimit-requests-remaining", "x-should-retry", "request-id", "openai-processing-ms"];

    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    [InlineData("messages")]
    [InlineData("gemini")]
    public async Task S_27_relay(string protocol)
    {
        await using var gateway = await TestGateway.StartAsync("m");
        await ProbeAsync(gateway, protocol, "m", [.. Families, .. Neutral]);
    }

    [Theory]
    [InlineData("chat", "messages")]
    [InlineData("messages", "chat")]
    [InlineData("messages", "converse")]
    [InlineData("responses", "gemini")]
    [InlineData("gemini", "responses")]
    public async Task S_27_translate(string protocol, string upstream)
    {
        await using var gateway = await Crossing.StartAsync("m");
        await ProbeAsync(gateway, protocol, Crossing.Model(upstream, "m"), upstream == "messages" ? [.. Neutral, "anthropic-version"] : Neutral);
    }

    [Theory]
    [InlineData("chat", "chat", 200)]
    [InlineData("chat", "chat", 400)]
    [InlineData("messages", "chat", 400)]
    [InlineData("messages", "chat", 429)]
    public async Task S_27_back(string protocol, string upstream, int status)
    {
        await using var gateway = await Crossing.StartAsync("m");
        gateway.Simulator.Scripts.Replace(new Script
        {
            Times = 2,
            Replay = new ReplayScript
            {
                Status = status,
                Headers = [new("content-type", "application/json"), .. OfTheHouse.Concat(ForTheClient).Select(name => KeyValuePair.Create(name, $"canary-{name}"))],
                Body = """{"error":{"message":"m"},"choices":[{"index":0,"message":{"role":"assistant","content":"a"},"finish_reason":"stop"}]}"""u8.ToArray(),
            },
        });
        using var response = await Call.Of(protocol, Crossing.Model(upstream, "m")).SendAsync(gateway);
        Assert.Equal(status, (int)response.StatusCode);
        var seen = response.Headers.Concat(response.Content.Headers).SelectMany(header => header.Value, (header, value) => (Name: header.Key.ToLowerInvariant(), Value: value)).ToList();
        Assert.DoesNotContain(seen, header => OfTheHouse.Any(name => header.Value.Contains($"canary-{name}", StringComparison.Ordinal)));
        Assert.DoesNotContain(seen, header => header.Name is "server" or "set-cookie" or "x-powered-by");
        if (protocol == upstream) Assert.Equal(ForTheClient.Order(StringComparer.Ordinal), seen.Where(header => header.Value.StartsWith("canary-", StringComparison.Ordinal)).Select(header => header.Name).Order(StringComparer.Ordinal));
    }

    private static async Task ProbeAsync(TestGateway gateway, string protocol, string model, IEnumerable<string> expected)
    {
        var sent = Families.Concat(Neutral).Concat(Stay).ToList();
        Assert.True(sent.Count >= 60, $"{sent.Count} headers");
        var headers = sent.Select(name => (name, $"canary-{name}")).Append(("connection", "x-stainless-named, x-hop")).Append(("authorization", $"Bearer {TestGateway.Key}")).Append(("x-api-key", TestGateway.Key)).Append(("x-goog-api-key", TestGateway.Key));
        using var response = await Call.Of(protocol, model).SendAsync(gateway, [.. headers]);
        Assert.True((int)response.StatusCode == 200, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var arrived = Assert.Single(gateway.Simulator.Record.Exchanges);
        Assert.Equal(
            expected.Where(name => name != "anthropic-version" || protocol == "messages" || expected.Contains("anthropic-beta")).Order(StringComparer.Ordinal),
            arrived.Headers.Where(header => header.Value.StartsWith("canary-", StringComparison.Ordinal)).Select(header => header.Key.ToLowerInvariant()).Order(StringComparer.Ordinal));
        // Beside these only what the gateway itself has to say.
        string[] own = ["host", "accept", "accept-encoding", "content-type", "content-length", "transfer-encoding", "authorization", "x-api-key", "x-goog-api-key", "anthropic-version"];
        Assert.Empty(arrived.Headers.Select(header => header.Key.ToLowerInvariant()).Except(expected).Except(own));
        Assert.Equal("identity", arrived.Header("accept-encoding"));
        Assert.DoesNotContain(arrived.Headers, header => header.Value.Contains(TestGateway.Key, StringComparison.Ordinal));
        Assert.DoesNotContain(TestGateway.Key, arrived.Target, StringComparison.Ordinal);
        Assert.Equal(-1, arrived.Body.Span.IndexOf(System.Text.Encoding.UTF8.GetBytes(TestGateway.Key)));
    }
}
