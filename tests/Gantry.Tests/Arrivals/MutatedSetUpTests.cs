using System.Net.Sockets;
using System.Text;
using Gantry.Contracts.Connect;
using Gantry.Contracts.Manage.Arrivals;
using Gantry.Tests.Relay;
using Xunit;

namespace Gantry.Tests.Arrivals;

/// <summary>Set-ups with one mistake each: what the panel names is that mistake, and what it tells to do mends it.</summary>
public sealed class MutatedSetUpTests : IAsyncLifetime
{
    private const string Message = """{"model": "claude-sonnet-5", "max_tokens": 20, "messages": [{"role": "user", "content": "hi"}]}""";
    private const string Expired = "sk-expired-key-0123456789abcdef";
    private const string Second = "sk-second-key-0123456789abcdef";
    private const string Bound = "sk-bound-key-0123456789abcdef";
    private const string Elsewhere = "sk-elsewhere-key-0123456789abcdef";

    private WatchedGateway _watched = null!;

    public async ValueTask InitializeAsync() => _watched = await WatchedGateway.StartAsync(
        simulator => $$$"""
            settings: {active_probes: false}
            upstreams: [{name: sim, provider: simulator, base_url: "{{{simulator}}}", api_keys: [{{{TestGateway.UpstreamKey}}}], allow_private_network: true}]
            models:
              - {id: claude-sonnet-5, price: {free: true}}
              - {id: claude-haiku-5, price: {free: true}}
              - {id: dear, price: {input: 10, output: 10}}
              - {id: hidden, price: {free: true}}
            groups:
              - {name: all, deployments: [{model: claude-sonnet-5, upstream: sim}, {model: claude-haiku-5, upstream: sim}, {model: dear, upstream: sim}]}
              - {name: other, deployments: [{model: hidden, upstream: sim}]}
            accounts:
              - email: test@example.com
                role: user
                keys:
                  - {name: test, secret: {{{TestGateway.Key}}}, groups: [all]}
                  - {name: second, secret: {{{Second}}}, groups: [all]}
                  - {name: expired, secret: {{{Expired}}}, groups: [all], expires_at: "2020-01-01T00:00:00Z"}
                  - {name: bound, secret: {{{Bound}}}, groups: [all], operations: [models]}
                  - {name: elsewhere, secret: {{{Elsewhere}}}, groups: [all], networks: [10.1.0.0/16]}
            """,
        administrator: true);

    public ValueTask DisposeAsync() => _watched.DisposeAsync();

    [Theory]
    [InlineData("/v1/v1/messages", "ANTHROPIC_BASE_URL", "")]
    [InlineData("/messages", "ANTHROPIC_BASE_URL", "")]
    [InlineData("/v1/messages/v1/messages", "ANTHROPIC_BASE_URL", "")]
    public async Task Wrong_base_is_mended_and_the_right_one_named(string path, string setting, string below)
    {
        var diagnosis = await PostAsync("claude-code", path, Message);
        Assert.Equal((DiagnosisKind.BaseMended, Verdict.Mended), (diagnosis.Kind, diagnosis.Verdict));
        Assert.Equal($"Set {setting} to {_watched.Address}{below}.", diagnosis.Fix!.Value.English);
    }

    [Fact]
    public async Task Missing_v1_of_an_openai_client_is_named()
    {
        var diagnosis = await PostAsync("codex", "/responses", """{"model": "claude-sonnet-5", "input": "hi"}""");
        Assert.Equal(DiagnosisKind.BaseMended, diagnosis.Kind);
        Assert.Equal($"Set base_url to {_watched.Address}/v1.", diagnosis.Fix!.Value.English);
    }

    [Fact]
    public Task Path_of_no_endpoint_is_named() => FailsAsync("claude-code", "/ai/gateway/messages/send", Message, DiagnosisKind.PathUnknown, "ANTHROPIC_BASE_URL");

    [Fact]
    public Task Missing_key_is_named() => FailsAsync("claude-code", "/v1/messages", Message, DiagnosisKind.KeyMissing, "ANTHROPIC_AUTH_TOKEN", ("authorization", ""));

    [Theory]
    [InlineData("sk-ant-api03-0123456789012345678901234567890123456789", "Anthropic")]
    [InlineData("sk-proj-0123456789012345678901234567890123456789", "OpenAI")]
    [InlineData("AIzaSy0123456789012345678901234567890123", "Google")]
    public async Task Key_of_a_vendor_is_named(string key, string vendor)
    {
        var diagnosis = await FailsAsync("codex", "/v1/responses", """{"model": "claude-sonnet-5", "input": "hi"}""", DiagnosisKind.KeyForeign, "GANTRY_KEY", ("authorization", "Bearer " + key));
        Assert.Contains(vendor, diagnosis.What.English, StringComparison.Ordinal);
    }

    [Fact]
    public Task Unknown_key_is_named() => FailsAsync("claude-code", "/v1/messages", Message, DiagnosisKind.KeyUnknown, "ANTHROPIC_AUTH_TOKEN", ("authorization", "Bearer nobody-knows-this-key"));

    [Fact]
    public Task Key_of_the_page_that_is_not_in_force_is_named()
    {
        _watched.Watch.Expect("sk-made-a-moment-ago-0123456789");
        return FailsAsync("claude-code", "/v1/messages", Message, DiagnosisKind.KeyUnknown, "try again", ("authorization", "Bearer sk-made-a-moment-ago-0123456789"));
    }

    [Theory]
    [InlineData("Bearer \"{0}\"")]
    [InlineData("Bearer Bearer {0}")]
    [InlineData("Bearer ANTHROPIC_AUTH_TOKEN={0}")]
    public Task Key_with_something_around_it_is_named(string value)
    {
        _watched.Watch.Expect(TestGateway.Key);
        return FailsAsync("claude-code", "/v1/messages", Message, DiagnosisKind.KeyDamaged, "quotation marks", ("authorization", value.Replace("{0}", TestGateway.Key, StringComparison.Ordinal)));
    }

    [Fact]
    public Task Key_that_lacks_its_end_is_named()
    {
        _watched.Watch.Expect(TestGateway.Key);
        return FailsAsync("claude-code", "/v1/messages", Message, DiagnosisKind.KeyDamaged, "last character", ("authorization", "Bearer " + TestGateway.Key[..^2]));
    }

    [Fact]
    public Task Key_in_a_header_of_nobodys_is_named()
    {
        _watched.Watch.Expect(TestGateway.Key);
        return FailsAsync("anthropic-sdk", "/v1/messages", Message, DiagnosisKind.KeyMisplaced, "x-api-key", ("authorization", ""), ("x-auth-token", TestGateway.Key));
    }

    [Fact]
    public Task Placeholder_is_named() => FailsAsync("claude-code", "/v1/messages", Message, DiagnosisKind.KeyPlaceholder, "ANTHROPIC_AUTH_TOKEN", ("authorization", "Bearer " + _watched.Watch.Placeholder));

    [Fact]
    public async Task Expired_key_is_named() =>
        Assert.Contains("sk-expir", (await FailsAsync("claude-code", "/v1/messages", Message, DiagnosisKind.KeyExpired, "API keys", ("authorization", "Bearer " + Expired))).What.English, StringComparison.Ordinal);

    [Fact]
    public async Task Revoked_key_is_named()
    {
        using var answer = await _watched.Gateway.SendAsync(HttpMethod.Get, "/v1/models", null);
        var diagnosis = Diagnosis.Of(await _watched.NextAsync() with { Key = KeyStanding.Revoked, Status = 401 }, Recipes.Find("claude-code")!, _watched.Address);
        Assert.Equal((DiagnosisKind.KeyRevoked, Verdict.Wrong), (diagnosis.Kind, diagnosis.Verdict));
        Assert.Contains("sk-test-…cdef", diagnosis.What.English, StringComparison.Ordinal);
    }

    [Fact]
    public Task Two_keys_are_named() => FailsAsync("claude-code", "/v1/messages", Message, DiagnosisKind.KeysTwo, "ANTHROPIC_API_KEY", ("authorization", "Bearer " + TestGateway.Key), ("x-api-key", Second));

    [Fact]
    public Task Network_of_the_key_is_named() => FailsAsync("claude-code", "/v1/messages", Message, DiagnosisKind.Network, "network", ("authorization", "Bearer " + Elsewhere));

    [Fact]
    public Task Operation_that_the_key_lacks_is_named() => FailsAsync("claude-code", "/v1/messages", Message, DiagnosisKind.OperationForbidden, "operations", ("authorization", "Bearer " + Bound));

    [Fact]
    public Task Mistyped_model_is_named_with_the_nearest() =>
        FailsAsync("claude-code", "/v1/messages", Message.Replace("sonnet-5", "sonet-5", StringComparison.Ordinal), DiagnosisKind.ModelUnknown, "Set the model to claude-sonnet-5");

    [Fact]
    public async Task Model_of_another_group_is_named()
    {
        var diagnosis = await FailsAsync("codex", "/v1/responses", """{"model": "hidden", "input": "hi"}""", DiagnosisKind.ModelInOtherGroup, "Add a group");
        Assert.Contains("(all)", diagnosis.What.English, StringComparison.Ordinal);
    }

    [Fact]
    public Task Empty_wallet_is_named() => FailsAsync("claude-code", "/v1/messages", Message.Replace("claude-sonnet-5", "dear", StringComparison.Ordinal), DiagnosisKind.WalletEmpty, "Top up");

    [Fact]
    public async Task Wrong_protocol_is_named_though_it_works()
    {
        var diagnosis = await PostAsync("codex", "/v1/chat/completions", Message);
        Assert.Equal((DiagnosisKind.ProtocolWrong, Verdict.Mended), (diagnosis.Kind, diagnosis.Verdict));
    }

    [Fact]
    public Task Body_of_another_protocol_is_named() => FailsAsync("claude-code", "/v1/responses", "what another protocol says", DiagnosisKind.ProtocolWrong, "ANTHROPIC_BASE_URL");

    [Fact]
    public async Task Wrong_method_is_named()
    {
        using var answer = await _watched.Gateway.SendAsync(HttpMethod.Get, "/v1/messages", null);
        var diagnosis = await _watched.JudgeAsync("claude-code");
        Assert.Equal(DiagnosisKind.MethodWrong, diagnosis.Kind);
        Assert.Contains("redirect", diagnosis.Fix!.Value.English, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WebSocket_without_its_wish_is_named()
    {
        using var answer = await _watched.Gateway.SendAsync(HttpMethod.Get, "/v1/responses", null);
        var diagnosis = await _watched.JudgeAsync("codex");
        Assert.Equal(DiagnosisKind.SocketRefused, diagnosis.Kind);
        Assert.Contains("supports_websockets", diagnosis.Fix!.Value.English, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_in_the_address_is_named_and_never_shown()
    {
        using var answer = await _watched.Gateway.SendAsync(HttpMethod.Post, "/v1beta/models/claude-sonnet-5:generateContent?key=" + TestGateway.Key, Json("""{"contents": [{"parts": [{"text": "hi"}]}]}"""), ("x-goog-api-key", ""));
        await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var arrival = await _watched.NextAsync();
        Assert.Equal(DiagnosisKind.KeyInAddress, Diagnosis.Of(arrival, Recipes.Find("gemini-cli")!, _watched.Address).Kind);
        Assert.DoesNotContain(TestGateway.Key, arrival.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Proxy_that_holds_streams_back_is_named()
    {
        var body = Message.Replace("20", "20, \"stream\": true", StringComparison.Ordinal);
        using var client = new TcpClient();
        await client.ConnectAsync(_watched.Gateway.Host.Address.Host, _watched.Gateway.Host.Address.Port, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /v1/messages HTTP/1.0\r\nhost: x\r\nauthorization: Bearer {TestGateway.Key}\r\ncontent-type: application/json\r\ncontent-length: {body.Length}\r\n\r\n{body}"), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        Assert.Contains("200", await reader.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var diagnosis = await _watched.JudgeAsync("claude-code");
        Assert.Equal((DiagnosisKind.Buffered, Verdict.Mended), (diagnosis.Kind, diagnosis.Verdict));
        Assert.Contains("proxy_buffering off", diagnosis.Fix!.Value.English, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Right_set_up_is_good_and_shown_without_a_secret()
    {
        using var answer = await _watched.Gateway.PostAsync("/v1/messages?beta=true&key=x", Message, ("user-agent", "claude-cli/2.1.329"));
        await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var arrival = await _watched.NextAsync();
        Assert.Equal((KeyStanding.Good, "POST", "/v1/messages", "/v1/messages", "messages", "claude-sonnet-5", 200, "claude-cli/2.1.329"),
            (arrival.Key, arrival.Method, arrival.Path, arrival.ServedPath, arrival.Protocol, arrival.Model, arrival.Status, arrival.UserAgent));
        Assert.Equal("sk-test-…cdef", arrival.KeyDisplay);
        Assert.Contains("authorization", arrival.KeyPlaces);
        Assert.DoesNotContain(TestGateway.Key, arrival.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_in_the_path_is_never_shown()
    {
        using var answer = await _watched.Gateway.PostAsync("/sk-live-0123456789abcdef/x", Message);
        var arrival = await _watched.NextAsync();
        Assert.Equal("/…/x", arrival.Path);
    }

    private async Task<Diagnosis> FailsAsync(string client, string path, string json, DiagnosisKind kind, string fix, params (string, string)[] headers)
    {
        var diagnosis = await PostAsync(client, path, json, headers);
        Assert.Equal((kind, Verdict.Wrong), (diagnosis.Kind, diagnosis.Verdict));
        Assert.Contains(fix, diagnosis.Fix!.Value.English, StringComparison.Ordinal);
        return diagnosis;
    }

    private async Task<Diagnosis> PostAsync(string client, string path, string json, params (string, string)[] headers)
    {
        using var answer = await _watched.Gateway.SendAsync(HttpMethod.Post, path, Json(json), headers);
        await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        return await _watched.JudgeAsync(client);
    }

    private static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");
}
