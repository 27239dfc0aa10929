using System.Net.Http.Headers;
using System.Text;
using Gantry.Relay;
using Xunit;

namespace Gantry.Tests.Relay.Face;

public sealed class ClientErrorTests
{
    public static readonly TheoryData<string> Protocols = [.. Call.Protocols];

    [Theory]
    [InlineData("chat", "invalid_request_error", "model_not_found")]
    [InlineData("responses", "invalid_request_error", "model_not_found")]
    [InlineData("messages", "not_found_error", null)]
    [InlineData("gemini", "NOT_FOUND", "MODEL_NOT_FOUND")]
    public async Task Unknown_model_is_404_and_stands_in_the_usage_log(string protocol, string type, string? code)
    {
        await using var gateway = await TestGateway.StartAsync("m");
        using var response = await Call.Of(protocol, "no-such-model").SendAsync(gateway);
        var told = await Told.ReadAsync(protocol, response);
        Assert.Equal(new Told(404, type, code, "client", told.RequestId, told.Message, null, null), told);
        Assert.Contains("no-such-model", told.Message, StringComparison.Ordinal);
        var row = Assert.Single(await gateway.UsageAsync(1));
        Assert.Equal((told.RequestId, 404L, "client", "model_not_found", "no-such-model", 0L), (row.RequestId, row.Status, row.ErrorOrigin, row.ErrorCode, row.Model, row.Attempts));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Body_that_cannot_be_read_in_one_way_only_is_400(string protocol)
    {
        await using var gateway = await TestGateway.StartAsync("m");
        var good = Call.Of(protocol, "m");
        var deep = string.Concat(Enumerable.Repeat("[", 64)) + string.Concat(Enumerable.Repeat("]", 64));
        List<(string Json, string Word)> bad =
        [
            (good.Json[..^1] + ",\n \"x\": nope}", "line 2, byte "),
            ("", "JSON"),
            ("[]", "object"),
            (good.Json[..^1] + ",\"twice\":1,\"twice\":2}", "\"twice\" stands twice"),
            (good.Json[..^1] + $",\"x\":{deep}}}", "64 levels"),
            (good.Json[..^1] + ",\"stream\":false,\"str\\u0065am\":true}", "stands twice"),
            (new string('[', 10_000_000), "object"),
        ];
        if (protocol != "gemini")
        {
            bad.Add((good.Json[..^1] + ",\"model\":\"m\"}", "\"model\" stands twice"));
            bad.Add((good.Json.Replace("\"model\":\"m\",", "", StringComparison.Ordinal), "no \"model\""));
            bad.Add((good.Json.Replace("\"model\":\"m\"", "\"model\":7", StringComparison.Ordinal), "\"model\" must be a string"));
        }

        foreach (var (json, word) in bad)
        {
            using var response = await gateway.PostAsync(good.Path, json);
            var told = await Told.ReadAsync(protocol, response);
            Assert.Equal((400, protocol == "gemini" ? "INVALID_ARGUMENT" : "invalid_request_error", "client"), (told.Status, told.Type, told.Origin));
            Assert.Contains(word, told.Message, StringComparison.Ordinal);
        }

        Assert.Empty(gateway.Simulator.Record.Exchanges);
        Assert.All(await gateway.UsageAsync(bad.Count), row => Assert.Equal((400L, "client", "invalid_request"), (row.Status, row.ErrorOrigin, row.ErrorCode)));
        // One level less is fine.
        using var served = await gateway.PostAsync(good.Path, good.Json[..^1] + $",\"x\":{deep[1..^1]}}}");
        Assert.Equal(200, (int)served.StatusCode);
    }

    [Theory]
    [InlineData("chat", "invalid_request_error", "request_too_large")]
    [InlineData("responses", "invalid_request_error", "request_too_large")]
    [InlineData("messages", "request_too_large", null)]
    [InlineData("gemini", "INVALID_ARGUMENT", "REQUEST_TOO_LARGE")]
    [Trait("Case", "239")]
    public async Task Body_over_the_limit_is_413(string protocol, string type, string? code)
    {
        await using var gateway = await TestGateway.StartAsync("m");
        var call = Call.Of(protocol, "m", more: $",\"x\":\"{new string('a', 33 * 1024 * 1024)}\"");
        using var response = await call.SendAsync(gateway);
        var told = await Told.ReadAsync(protocol, response);
        Assert.Equal(new Told(413, type, code, "client", told.RequestId, told.Message, null, null), told);

        using var chunked = new Unmeasured(Encoding.UTF8.GetBytes(call.Json));
        using var second = await gateway.SendAsync(HttpMethod.Post, call.Path, chunked);
        Assert.Equal(413, (int)second.StatusCode);
        Assert.Empty(gateway.Simulator.Record.Exchanges);
        Assert.All(await gateway.UsageAsync(2), row => Assert.Equal((413L, "request_too_large"), (row.Status, row.ErrorCode)));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Encoding_that_is_not_known_is_415(string protocol)
    {
        await using var gateway = await TestGateway.StartAsync("m");
        var call = Call.Of(protocol, "m");
        foreach (var encoding in new[] { "compress", "gzip, gzip", "br, gzip", "made-up" })
        {
            using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(call.Json));
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            content.Headers.TryAddWithoutValidation("content-encoding", encoding);
            using var response = await gateway.SendAsync(HttpMethod.Post, call.Path, content);
            var told = await Told.ReadAsync(protocol, response);
            Assert.Equal((415, "client"), (told.Status, told.Origin));
        }

        Assert.Empty(gateway.Simulator.Record.Exchanges);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Wrong_method_is_405_with_the_right_one(string protocol)
    {
        await using var gateway = await TestGateway.StartAsync("m");
        using var response = await gateway.SendAsync(HttpMethod.Put, Call.Of(protocol, "m").Path, null);
        var told = await Told.ReadAsync(protocol, response);
        Assert.Equal((405, "client"), (told.Status, told.Origin));
        Assert.Contains("POST", response.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("chat", "user-agent", "OpenAI/JS 6.1", "/v1")]
    [InlineData("responses", "originator", "codex_exec", "/v1")]
    [InlineData("messages", "anthropic-version", "2023-06-01", "")]
    [InlineData("gemini", "x-goog-api-client", "google-genai-sdk/1", "")]
    public async Task Path_that_cannot_be_mended_is_404_with_the_base_url_for_this_client(string protocol, string header, string value, string suffix)
    {
        await using var gateway = await TestGateway.StartAsync("m");
        foreach (var path in new[] { "/v1/files", "/x/v1/messages", "/v1/messages/batches", "/", "/v1/organization/usage" })
        {
            using var response = await gateway.PostAsync(path, "{}", (header, value));
            var told = await Told.ReadAsync(protocol, response);
            Assert.Equal((404, "client"), (told.Status, told.Origin));
            Assert.Contains(gateway.Host.Address.ToString().TrimEnd('/') + suffix, told.Message, StringComparison.Ordinal);
        }

        Assert.Empty(gateway.Simulator.Record.Exchanges);
    }

    [Theory]
    [InlineData("/v1/images/generations", "chat", "server_error", "protocol_not_served")]
    [InlineData("/v1/audio/speech", "chat", "server_error", "protocol_not_served")]
    [Trait("Case", "23")]
    public async Task Operation_that_no_upstream_of_the_model_speaks_is_501_and_not_to_be_retried(string path, string protocol, string type, string? code)
    {
        await using var gateway = await TestGateway.StartAsync(
            new RelayLimits(), url => FaceConfiguration.One(FaceConfiguration.Local(url) + ", speaks: [messages]"));
        using var response = await gateway.PostAsync(path, """{"model":"m","prompt":"a cat","input":"a cat","voice":"alloy"}""");
        var told = await Told.ReadAsync(protocol, response);
        Assert.Equal(new Told(501, type, code, "gateway", told.RequestId, told.Message, "false", null), told);
    }

    [Fact]
    public async Task Plain_get_of_the_socket_is_refused_with_426_and_the_next_request_is_served()
    {
        await using var gateway = await TestGateway.StartAsync("m");
        for (var i = 0; i < 50; i++)
        {
            using var response = await gateway.SendAsync(HttpMethod.Get, "/v1/responses", null);
            var told = await Told.ReadAsync("responses", response);
            Assert.Equal((426, "gateway"), (told.Status, told.Origin));
            using var next = await Call.Of("responses", "m").SendAsync(gateway);
            Assert.Equal(200, (int)next.StatusCode);
        }
    }
}
