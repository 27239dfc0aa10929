using System.Net;
using System.Net.Sockets;
using System.Text;
using Gantry.Relay;
using Gantry.Simulator;
using Gantry.Simulator.Scripts;
using Xunit;

namespace Gantry.Tests.Relay.Face;

public sealed class UpstreamErrorTests
{
    private static readonly RelayLimits Short = new() { FirstByte = TimeSpan.FromMilliseconds(600), Whole = TimeSpan.FromSeconds(3), Connect = TimeSpan.FromMilliseconds(400) };

    [Theory]
    [InlineData("chat", 503, "server_error", "upstream_connect")]
    [InlineData("responses", 503, "server_error", "upstream_connect")]
    [InlineData("messages", 529, "overloaded_error", null)]
    [InlineData("gemini", 503, "UNAVAILABLE", "UPSTREAM_CONNECT")]
    public async Task Upstream_that_nobody_reaches_is_overload_with_a_time_to_wait(string protocol, int status, string type, string? code)
    {
        using var closed = ClosedPort.Take();
        await using var gateway = await TestGateway.StartAsync(new RelayLimits { Attempts = 1 }, _ => FaceConfiguration.One(FaceConfiguration.Local(closed.BaseUrl)));
        foreach (var stream in new[] { false, true })
        {
            using var response = await Call.Of(protocol, "m", stream).SendAsync(gateway);
            var told = await Told.ReadAsync(protocol, response);
            Assert.Equal(new Told(status, type, code, "upstream", told.RequestId, told.Message, null, "5"), told);
            Assert.Equal("all", Told.Header(response, "x-gantry-group"));
        }

        Assert.All(await gateway.UsageAsync(2), row => Assert.Equal((status, "upstream", "upstream_connect", "sim", 1L), (row.Status, row.ErrorOrigin, row.ErrorCode, row.Upstream, row.Attempts)));
    }

    [Theory]
    [InlineData("chat", "server_error", "upstream_first_byte_timeout")]
    [InlineData("responses", "server_error", "upstream_first_byte_timeout")]
    [InlineData("messages", "timeout_error", null)]
    [InlineData("gemini", "DEADLINE_EXCEEDED", "UPSTREAM_FIRST_BYTE_TIMEOUT")]
    public async Task Upstream_that_does_not_begin_is_504_and_is_let_go(string protocol, string type, string? code)
    {
        await using var gateway = await TestGateway.StartAsync(Short, "sim-text-d20000");
        using var response = await Call.Of(protocol, "sim-text-d20000", stream: true).SendAsync(gateway);
        var told = await Told.ReadAsync(protocol, response);
        Assert.Equal(new Told(504, type, code, "upstream", told.RequestId, told.Message, null, null), told);
        await gateway.Simulator.Record.Exchanges[0].Ended.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

        using var whole = await Call.Of(protocol, "sim-text-d20000").SendAsync(gateway);
        Assert.Equal(504, (await Told.ReadAsync(protocol, whole)).Status);
        Assert.Equal(["upstream_first_byte_timeout", "exchange_too_long"], (await gateway.UsageAsync(2)).Select(row => row.ErrorCode));
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    [InlineData("messages")]
    [InlineData("gemini")]
    public async Task Refusal_of_the_upstream_passes_byte_for_byte(string protocol)
    {
        await using var gateway = await TestGateway.StartAsync("m");
        // Behind its limit the upstream is not asked for a while.
        int[] statuses = [400, 404, 409, 413, 422, 500, 503, 529, 429];
        foreach (var status in statuses)
        {
            var body = Encoding.UTF8.GetBytes($$"""{ "error":{"message":"prompt is too long: 209752 tokens > 200000 maximum — {{status}}" , "type":"x"} }""" + "\n");
            Replay(gateway, status, body);
            using var response = await Call.Of(protocol, "m", stream: true).SendAsync(gateway);
            Assert.Equal(status, (int)response.StatusCode);
            Assert.Equal(body, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
            Assert.Equal("upstream", Told.Header(response, "x-gantry-error-origin"));
            Assert.NotNull(Told.Header(response, "x-request-id"));
            Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        }

        var rows = await gateway.UsageAsync(statuses.Length);
        Assert.Equal(statuses.Order().Select(s => (s, "upstream", $"upstream_{s}")), rows.OrderBy(r => r.Status).Select(r => ((int)r.Status, r.ErrorOrigin!, r.ErrorCode!)));
    }

    [Fact]
    public async Task Credential_that_the_upstream_quotes_is_blotted_out()
    {
        await using var gateway = await TestGateway.StartAsync("m");
        Replay(gateway, 400, Encoding.UTF8.GetBytes($$"""{"error":"key {{TestGateway.UpstreamKey}} and again {{TestGateway.UpstreamKey}}."}"""));
        using var response = await Call.Of("chat", "m").SendAsync(gateway);
        Assert.Equal("""{"error":"key *** and again ***."}""", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(400, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("chat", 503, "server_error")]
    [InlineData("responses", 503, "server_error")]
    [InlineData("messages", 529, "overloaded_error")]
    [InlineData("gemini", 503, "UNAVAILABLE")]
    public async Task Refused_credential_is_the_gateways_affair(string protocol, int status, string type)
    {
        await using var gateway = await TestGateway.StartAsync("m");
        foreach (var refused in new[] { 401, 402, 403, 407 })
        {
            Replay(gateway, refused, Encoding.UTF8.GetBytes($$"""{"error":"Incorrect API key {{TestGateway.UpstreamKey}}"}"""));
            using var response = await Call.Of(protocol, "m").SendAsync(gateway);
            var told = await Told.ReadAsync(protocol, response);
            Assert.Equal((status, type, "upstream"), (told.Status, told.Type, told.Origin));
            Assert.DoesNotContain("upstream-secret", told.Message, StringComparison.Ordinal);
        }

        Assert.Equal(["upstream_credential_refused", "upstream_proxy"], (await gateway.UsageAsync(4)).Select(r => r.ErrorCode!).Distinct());
    }

    [Fact]
    public async Task Redirect_of_the_upstream_is_not_followed()
    {
        await using var gateway = await TestGateway.StartAsync("m");
        gateway.Simulator.Scripts.Replace(new Script { Replay = new ReplayScript { Status = 302, Headers = [new("location", "http://169.254.169.254/")] } });
        using var response = await Call.Of("chat", "m").SendAsync(gateway);
        Assert.Equal(502, (await Told.ReadAsync("chat", response)).Status);
        Assert.Single(gateway.Simulator.Record.Exchanges);
    }

    [Fact]
    public async Task Handshake_that_never_ends_is_a_failed_connection()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var gateway = await TestGateway.StartAsync(
            new RelayLimits { Connect = TimeSpan.FromMilliseconds(400) }, _ => FaceConfiguration.One(FaceConfiguration.Local(new Uri($"https://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}"))));
        using var response = await Call.Of("chat", "m").SendAsync(gateway);
        var told = await Told.ReadAsync("chat", response);
        Assert.Equal((503, "upstream_connect"), (told.Status, told.Code));
    }

    private static void Replay(TestGateway gateway, int status, byte[] body) =>
        gateway.Simulator.Scripts.Replace(new Script { Replay = new ReplayScript { Status = status, Headers = [new("content-type", "application/json")], Body = body } });
}
