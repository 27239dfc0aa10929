using Gantry.Access;
using Gantry.Relay;
using Gantry.Relay.Paths;
using Gantry.Tests.Relay;
using Gantry.Tests.Relay.Face;
using Xunit;

namespace Gantry.Tests.Edge;

public sealed class CorsTests
{
    private const string App = "https://app.example";

    [Fact]
    public async Task S_19_Pages_of_browsers_are_not_let_in_by_default()
    {
        await using var gateway = await TestGateway.StartAsync("m");
        using var preflight = await PreflightAsync(gateway, "POST", "/v1/chat/completions", App);
        Assert.Equal(405, (int)preflight.StatusCode);
        using var answer = await Call.Of("chat", "m").SendAsync(gateway, ("Origin", App));
        Assert.Equal(200, (int)answer.StatusCode);
        Assert.DoesNotContain(preflight.Headers.Concat(answer.Headers), header => header.Key.StartsWith("access-control-", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task S_19_Configured_origin_may_call_every_client_endpoint_and_others_none()
    {
        await using var gateway = await StartAsync($"[\"{App}\", \"http://localhost:5173\"]");
        foreach (var (method, path) in ClientEndpoints())
        {
            using var allowed = await PreflightAsync(gateway, method, path, App);
            Assert.True((int)allowed.StatusCode == 204, $"{method} {path}: {allowed.StatusCode}");
            Assert.Equal((App, method, "authorization,content-type,x-stainless-lang"), (One(allowed, "allow-origin"), One(allowed, "allow-methods"), One(allowed, "allow-headers")));
        }

        string[] foreign = ["https://evil.example", "https://app.example.evil.example", "http://app.example", "https://app.example:8443", "https://APP.example", "null", "https://app.example/", "*"];
        foreach (var origin in foreign)
        {
            using var refused = await PreflightAsync(gateway, "POST", "/v1/chat/completions", origin);
            using var answer = await Call.Of("chat", "m").SendAsync(gateway, ("Origin", origin));
            Assert.DoesNotContain(refused.Headers.Concat(answer.Headers), header => header.Key.StartsWith("access-control-", StringComparison.OrdinalIgnoreCase));
            Assert.Contains("Origin", answer.Headers.Vary);
        }

        foreach (var path in new[] { "/webhooks/stripe", "/healthz", "/api/manage/accounts", "/console", "/v1/files" })
        {
            using var closed = await PreflightAsync(gateway, "POST", path, App);
            Assert.DoesNotContain(closed.Headers, header => header.Key.StartsWith("access-control-", StringComparison.OrdinalIgnoreCase));
        }
    }

    [Theory]
    [InlineData("https://app.example", "https://app.example")]
    [InlineData("*", "*")]
    public async Task S_19_Answers_and_errors_can_be_read_and_credentials_are_never_in_play(string configured, string told)
    {
        await using var gateway = await StartAsync($"[\"{configured}\"]");
        using var good = await Call.Of("chat", "m").SendAsync(gateway, ("Origin", App));
        using var stream = await Call.Of("messages", "m", stream: true).SendAsync(gateway, ("Origin", App));
        using var keyless = await gateway.SendAsync(HttpMethod.Get, "/v1/models", null, ("Origin", App), ("authorization", "Bearer sk-unknown"));
        Assert.Equal((200, 200, 401), ((int)good.StatusCode, (int)stream.StatusCode, (int)keyless.StatusCode));
        foreach (var answer in new[] { good, stream, keyless })
        {
            Assert.Equal(told, One(answer, "allow-origin"));
            var exposed = One(answer, "expose-headers")!.Split(", ");
            Assert.Contains("x-request-id", exposed);
            Assert.All(answer.Headers.Select(header => header.Key.ToLowerInvariant()).Where(name => name.StartsWith("x-gantry-", StringComparison.Ordinal)), name => Assert.Contains(name, exposed));
            Assert.Null(One(answer, "allow-credentials"));
        }
    }

    [Theory]
    [InlineData("[\"https://app.example/\"]")]
    [InlineData("[\"app.example\"]")]
    [InlineData("[\"https://app.example/path\"]")]
    [InlineData("[\"https://user@app.example\"]")]
    [InlineData("[\"https://APP.example\"]")]
    [InlineData("[\"ftp://app.example\"]")]
    public async Task Origin_that_no_browser_would_send_is_refused_in_the_file(string origins)
    {
        var refused = await Assert.ThrowsAsync<Gantry.Catalog.Declared.ConfigurationException>(() => StartAsync(origins));
        Assert.Contains("is not an origin", refused.Message + string.Join(' ', refused.Problems), StringComparison.Ordinal);
    }

    private static IEnumerable<(string Method, string Path)> ClientEndpoints() =>
        RelayRoutes.All.Select(route => (route.Method, Paths.Of(route)))
            .Concat(DeclaredEndpoints.All.Where(endpoint => endpoint.Browsers).Select(endpoint => (endpoint.Method, Paths.Of(endpoint))));

    private static Task<TestGateway> StartAsync(string origins) => TestGateway.StartAsync(
        new RelayLimits { Attempts = 1 }, simulator => $"settings: {{active_probes: false, cors_origins: {origins}}}\n{TestGateway.Configuration(simulator, ["m"])}");

    private static async Task<HttpResponseMessage> PreflightAsync(TestGateway gateway, string method, string path, string origin)
    {
        var request = new HttpRequestMessage(HttpMethod.Options, path);
        request.Headers.TryAddWithoutValidation("Origin", origin);
        request.Headers.TryAddWithoutValidation("Access-Control-Request-Method", method);
        request.Headers.TryAddWithoutValidation("Access-Control-Request-Headers", "authorization,content-type,x-stainless-lang");
        return await gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static string? One(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues($"access-control-{name}", out var values) ? string.Join(", ", values) : null;
}
