using Gantry.Relay.Headers;
using Microsoft.Extensions.Primitives;
using Xunit;

namespace Gantry.Tests.Relay.Headers;

public sealed class RequestHeaderPolicyTests
{
    private static readonly string[] Forwarded =
    [
        "Accept", "Accept-Language", "Content-Type", "User-Agent",
        "anthropic-version", "anthropic-beta", "anthropic-dangerous-direct-browser-access", "Anthropic-Something-New",
        "OpenAI-Beta", "openai-something-new", "x-openai-subagent",
        "X-Stainless-Lang", "x-stainless-retry-count", "x-stainless-timeout", "x-stainless-helper-method",
        "X-Claude-Code-Session-Id", "x-claude-code-agent-id", "x-claude-1p-request-class", "x-app",
        "x-codex-window-id", "x-codex-turn-metadata", "originator", "version", "session-id", "thread-id", "x-client-request-id",
        "x-session-id", "x-session-affinity",
        "x-goog-api-client", "x-server-timeout", "x-gemini-api-privileged-user-id",
        "traceparent", "tracestate",
    ];

    private static readonly string[] Withheld =
    [
        "Authorization", "x-api-key", "x-goog-api-key", "api-key", "Proxy-Authorization", "Cookie", "Cookie2",
        "Connection", "Proxy-Connection", "Keep-Alive", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "HTTP2-Settings", "Expect",
        "Host", "Content-Length", "Content-Encoding", "X-Content-Length",
        "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via", "CF-Connecting-IP", "True-Client-IP",
        "x-gantry-strict", "x-gantry-anything", "Origin", "Referer", "Sec-Fetch-Mode", "sec-websocket-key", "x-team",
        "openai-organization", "openai-project", "x-http-method-override", "x-request-id", "idempotency-key", "anthropic_version", "x-codex-a_b",
    ];

    [Fact]
    public void Sixty_headers_arrive_as_exactly_the_expected_set()
    {
        Assert.True(Forwarded.Length + Withheld.Length >= 60);
        var client = Forwarded.Concat(Withheld).Order(StringComparer.Ordinal).ToDictionary(name => name, _ => new StringValues("v"), StringComparer.OrdinalIgnoreCase);

        var sent = RequestHeaderPolicy.Select(client).Select(header => header.Key);

        Assert.Equal(
            Forwarded.Append("accept-encoding").Order(StringComparer.OrdinalIgnoreCase),
            sent.Order(StringComparer.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("2023-06-01")]
    [InlineData("2026-10-21")]
    public void Anthropic_version_passes_unchanged(string version) =>
        Assert.Contains(KeyValuePair.Create("anthropic-version", version), Send(("anthropic-version", version)));

    [Fact]
    public void Repeated_beta_headers_stay_apart_and_in_order() =>
        Assert.Equal(["a,b", "c"], Send(("anthropic-beta", new StringValues(["a,b", "c"]))).Where(h => h.Key == "anthropic-beta").Select(h => h.Value));

    [Theory]
    [InlineData("a\rb")]
    [InlineData("a\nb")]
    [InlineData("a\r\nx-api-key: stolen")]
    [InlineData("a\0b")]
    [InlineData("grün")]
    [InlineData("a\u007fb")]
    public void Unclean_value_is_dropped(string value) => Assert.DoesNotContain(Send(("user-agent", value)), h => h.Key == "user-agent");

    [Fact]
    public void Header_named_in_connection_is_dropped() =>
        Assert.DoesNotContain(Send(("Connection", "close, Anthropic-Beta"), ("anthropic-beta", "a")), h => h.Key == "anthropic-beta");

    [Fact]
    public void Coding_is_always_identity() =>
        Assert.Equal(["identity"], Send(("Accept-Encoding", "gzip, br")).Where(h => h.Key.Equals("accept-encoding", StringComparison.OrdinalIgnoreCase)).Select(h => h.Value));

    private static List<KeyValuePair<string, string>> Send(params (string Name, StringValues Value)[] headers) =>
        [.. RequestHeaderPolicy.Select(headers.Select(h => KeyValuePair.Create(h.Name, h.Value)))];
}
