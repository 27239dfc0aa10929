using System.Net.Sockets;
using System.Text;
using Gantry.Simulator.Scripts;
using Xunit;

namespace Gantry.Tests.Relay.Face;

public sealed class HeaderTests
{
    private static readonly string[] Pass =
    [
        "anthropic-beta", "anthropic-dangerous-direct-browser-access", "anthropic-some-new-thing", "openai-beta", "openai-new", "x-openai-client", "x-stainless-lang",
        "x-stainless-timeout", "x-claude-code-session-id", "x-claude-code-agent-id", "x-claude-1p-request-class", "x-codex-window-id", "x-codex-turn-metadata",
        "x-session-id", "x-session-affinity", "x-gemini-api-privileged-user-id", "x-app", "originator", "session-id", "thread-id", "x-client-request-id",
        "x-goog-api-client", "traceparent", "tracestate", "accept-language",
    ];

    private static readonly string[] Stay =
    [
        "cookie", "forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "x-content-length", "x-gantry-strict", "x-gantry-anything",
        "proxy-authorization", "proxy-connection", "keep-alive", "te", "origin", "referer", "via", "x-unknown", "cf-connecting-ip", "x-amz-security-token", "api-key",
        "openai-organization", "openai-project", "session_id", "if-none-match", "x-http-method-override", "true-client-ip", "x-hop", "idempotency-key",
        "x-stainless-named-by-connection", "http-referer", "x-title",
    ];

    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    [InlineData("messages")]
    [InlineData("gemini")]
    public async Task Known_families_pass_and_everything_else_stays(string protocol)
    {
        await using var gateway = await TestGateway.StartAsync("m");
        var headers = Pass.Concat(Stay).Select(name => (name, $"canary-{name}")).Append(("connection", "x-stainless-named-by-connection, x-hop"));
        using var response = await Call.Of(protocol, "m").SendAsync(gateway, [.. headers]);
        Assert.Equal(200, (int)response.StatusCode);
        var arrived = Assert.Single(gateway.Simulator.Record.Exchanges);
        Assert.Equal(Pass.Order(StringComparer.Ordinal), arrived.Headers.Where(h => h.Value.StartsWith("canary-", StringComparison.Ordinal)).Select(h => h.Key.ToLowerInvariant()).Order(StringComparer.Ordinal));
        Assert.All(Pass, name => Assert.Equal($"canary-{name}", arrived.Header(name)));
        Assert.Equal("identity", arrived.Header("accept-encoding"));
        Assert.Equal(gateway.Simulator.BaseUrl.Authority, arrived.Header("host"));
        Assert.DoesNotContain(arrived.Headers, h => h.Value.Contains(TestGateway.Key, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("2023-06-01")]
    [InlineData("2026-10-21")]
    public async Task Version_of_the_client_reaches_the_upstream_unchanged(string version)
    {
        await using var gateway = await TestGateway.StartAsync("m");
        using var response = await Call.Of("messages", "m").SendAsync(gateway, ("anthropic-version", version), ("anthropic-beta", "a-1,b-2"));
        Assert.Equal(200, (int)response.StatusCode);
        var arrived = Assert.Single(gateway.Simulator.Record.Exchanges);
        Assert.Equal([version], arrived.Headers.Where(h => h.Key.Equals("anthropic-version", StringComparison.OrdinalIgnoreCase)).Select(h => h.Value));
        Assert.Equal("a-1,b-2", arrived.Header("anthropic-beta"));
    }

    [Fact]
    public async Task Value_with_letters_outside_ascii_is_dropped()
    {
        await using var gateway = await TestGateway.StartAsync("m");
        var call = Call.Of("chat", "m");
        var answer = await SendRawAsync(
            gateway,
            $"POST {call.Path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: Bearer {TestGateway.Key}\r\nx-stainless-lang: caf\u00e9\r\nx-stainless-os: linux\r\ncontent-length: {call.Json.Length}\r\n\r\n{call.Json}");
        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
        var arrived = Assert.Single(gateway.Simulator.Record.Exchanges);
        Assert.Null(arrived.Header("x-stainless-lang"));
        Assert.Equal("linux", arrived.Header("x-stainless-os"));
    }

    [Theory]
    [InlineData("POST {path} HTTP/1.1\nhost: x\n{key}\ncontent-length: {length}\n\n{body}")]
    [InlineData("POST {path} HTTP/1.1\r\nhost: x\r\n{key}\nx-app: a\r\ncontent-length: {length}\r\n\r\n{body}")]
    [InlineData("POST {path} HTTP/1.1\r\nhost: x\r\n{key}\r\nx-app: a\r\n b\r\ncontent-length: {length}\r\n\r\n{body}")]
    [InlineData("POST {path} HTTP/1.1\r\nhost: x\r\n{key}\r\ncontent-length: {length}\r\ncontent-length: 5\r\n\r\n{body}")]
    [InlineData("POST {path} HTTP/1.1\r\nhost: x\r\n{key}\r\ncontent-length : {length}\r\n\r\n{body}")]
    [InlineData("POST {path} HTTP/1.1\r\nhost: x\r\n{key}\r\ntransfer-encoding: gzip, identity\r\n\r\n{body}")]
    [InlineData("POST {path} HTTP/1.1\r\n{key}\r\ncontent-length: {length}\r\n\r\n{body}")]
    [InlineData("POST {path} HTTP/1.1\r\nhost: x\r\n{key}\r\nx-app: a\u0000b\r\ncontent-length: {length}\r\n\r\n{body}")]
    public async Task Request_that_two_servers_could_read_in_two_ways_is_400(string request)
    {
        await using var gateway = await TestGateway.StartAsync("m");
        var call = Call.Of("chat", "m");
        var raw = request
            .Replace("{path}", call.Path, StringComparison.Ordinal)
            .Replace("{key}", $"authorization: Bearer {TestGateway.Key}", StringComparison.Ordinal)
            .Replace("{length}", $"{call.Json.Length}", StringComparison.Ordinal)
            .Replace("{body}", call.Json, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 400", await SendRawAsync(gateway, raw), StringComparison.Ordinal);
        Assert.Empty(gateway.Simulator.Record.Exchanges);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    [InlineData(429)]
    public async Task Of_an_answer_the_client_sees_limits_and_ids_but_no_cookie_server_or_account(int status)
    {
        await using var gateway = await TestGateway.StartAsync("m");
        string[] pass = ["anthropic-ratelimit-requests-remaining", "x-ratelimit-limit-tokens", "openai-processing-ms", "request-id", "x-should-retry"];
        string[] stay = ["set-cookie", "server", "anthropic-organization-id", "openai-organization", "openai-project", "cf-ray", "via", "x-powered-by", "x-gantry-cost", "alt-svc", "strict-transport-security"];
        gateway.Simulator.Scripts.Replace(new Script
        {
            Replay = new ReplayScript
            {
                Status = status,
                Headers = [new("content-type", "application/json"), new("retry-after", "7"), new("x-request-id", "upstream-id"), .. pass.Concat(stay).Select(n => KeyValuePair.Create(n, $"canary-{n}"))],
                Body = "{}"u8.ToArray(),
            },
        });
        using var response = await Call.Of("chat", "m").SendAsync(gateway);
        Assert.Equal(status, (int)response.StatusCode);
        var seen = response.Headers.Concat(response.Content.Headers).SelectMany(h => h.Value, (h, v) => (h.Key, Value: v)).ToList();
        Assert.Equal(pass.Order(StringComparer.Ordinal), seen.Where(h => h.Value.StartsWith("canary-", StringComparison.Ordinal)).Select(h => h.Key.ToLowerInvariant()).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(seen, h => h.Key.Equals("server", StringComparison.OrdinalIgnoreCase));
        Assert.Equal("upstream-id", Told.Header(response, "x-upstream-request-id"));
        Assert.StartsWith("req_", Told.Header(response, "x-request-id"), StringComparison.Ordinal);
        Assert.Equal("7", Told.Header(response, "retry-after"));
    }

    private static async Task<string> SendRawAsync(TestGateway gateway, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(gateway.Host.Address.Host, gateway.Host.Address.Port, TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(request), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(client.GetStream());
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
