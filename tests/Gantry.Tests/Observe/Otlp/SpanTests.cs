using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Observe.Otlp;

/// <summary>What a collector gets of requests (issue 9 §5).</summary>
[Collection(AloneCollection.Name)]
public sealed class SpanTests
{
    private const string Theirs = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Fact]
    public async Task Relayed_request_is_a_server_span_around_a_client_span()
    {
        await using var rig = await TelemetryRig.StartAsync(("OTEL_SERVICE_NAME", "edge"), ("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=test"), ("OTEL_EXPORTER_OTLP_HEADERS", "x-tenant=seven"));
        var (request, attempts) = await rig.Collector.RequestAsync(await rig.AskAsync(TelemetryRig.Plain, stream: false));
        Assert.Equal(("POST /v1/chat/completions", OtlpSpan.Server, ""), (request.Name, request.Kind, request.ParentId));
        Assert.Equal(
            ("chat", "chat", "all", "completed", "relay", 1L, 200L, false),
            (request["gantry.protocol"], request["gen_ai.operation.name"], request["gantry.group"], request["gantry.outcome"], request["gantry.lane"], request["gantry.attempt.count"], request["http.response.status_code"], request["gantry.stream"]));
        Assert.Equal(("POST", "/v1/chat/completions", TelemetryRig.Plain), (request["http.request.method"], request["http.route"], request["gen_ai.request.model"]));
        Assert.True(Guid.TryParse(request["gantry.key.id"] as string, out _) && Guid.TryParse(request["gantry.account.id"] as string, out _));
        Assert.Equal((150L, 50L, 20L, 30L), (request["gen_ai.usage.input_tokens"], request["gen_ai.usage.output_tokens"], request["gen_ai.usage.cache_read.input_tokens"], request["gen_ai.usage.cache_creation.input_tokens"]));
        // 100 at 3.00, 20 at 0.30, 30 at 3.75 and 50 at 15.00 a million.
        Assert.Equal(300_000L + 6_000 + 112_500 + 750_000, request["gantry.cost.nano_usd"]);
        Assert.Equal((null, 0), (request["error.type"], request.Status));

        var attempt = Assert.Single(attempts);
        Assert.Equal(($"chat {TelemetryRig.Plain}", OtlpSpan.Client), (attempt.Name, attempt.Kind));
        Assert.Equal(
            ("chat", "openai", TelemetryRig.Plain, "127.0.0.1", (long)rig.Gateway.Simulator.BaseUrl.Port, "first", "served", 1L),
            (attempt["gen_ai.operation.name"], attempt["gen_ai.provider.name"], attempt["gen_ai.request.model"], attempt["server.address"], attempt["server.port"], attempt["gantry.upstream"], attempt["gantry.outcome"], attempt["gantry.attempt.number"]));
        Assert.Equal((150L, 50L, "stop", 200L), (attempt["gen_ai.usage.input_tokens"], attempt["gen_ai.usage.output_tokens"], attempt["gen_ai.response.finish_reasons"], attempt["http.response.status_code"]));
        Assert.Equal(TelemetryRig.Plain, attempt["gen_ai.response.model"]);

        Assert.Equal(("edge", "test"), (rig.Collector.Resource["service.name"], rig.Collector.Resource["deployment.environment.name"]));
        Assert.All(rig.Collector.Headers, headers => Assert.Contains("x-tenant: seven", headers, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Translated_request_says_so_and_names_the_vendor(bool stream)
    {
        await using var rig = await TelemetryRig.StartAsync();
        var (request, attempts) = await rig.Collector.RequestAsync(await rig.AskAsync(TelemetryRig.Crossing, stream));
        Assert.Equal(("translate", "chat", stream, TelemetryRig.Crossing), (request["gantry.lane"], request["gantry.protocol"], request["gantry.stream"], request["gen_ai.request.model"]));
        var attempt = Assert.Single(attempts);
        Assert.Equal(("anthropic", "messages", TelemetryRig.Plain, "translate"), (attempt["gen_ai.provider.name"], attempt["gantry.protocol"], attempt["gen_ai.request.model"], attempt["gantry.lane"]));
        Assert.Equal((150L, 50L, "end_turn"), (attempt["gen_ai.usage.input_tokens"], attempt["gen_ai.usage.output_tokens"], attempt["gen_ai.response.finish_reasons"]));
    }

    [Fact]
    public async Task Stream_tells_when_its_first_content_came()
    {
        await using var rig = await TelemetryRig.StartAsync();
        var (request, attempts) = await rig.Collector.RequestAsync(await rig.AskAsync(TelemetryRig.Plain, stream: true));
        Assert.Equal((true, "completed"), (request["gantry.stream"], request["gantry.outcome"]));
        Assert.InRange((double)request["gantry.request.first_content"]!, 0, 10);
        Assert.Equal(150L, Assert.Single(attempts)["gen_ai.usage.input_tokens"]);
    }

    [Fact]
    public async Task Failed_over_request_has_a_span_of_every_attempt()
    {
        await using var rig = await TelemetryRig.StartAsync();
        var (request, attempts) = await rig.Collector.RequestAsync(await rig.AskAsync(TelemetryRig.Failing, stream: false));
        Assert.Equal(("completed", 0, TelemetryRig.Failing), (request["gantry.outcome"], request.Status, request["gen_ai.request.model"]));
        Assert.Equal((long)attempts.Count, request["gantry.attempt.count"]);
        Assert.True(attempts.Count >= 2);
        Assert.All(attempts.SkipLast(1), failed =>
        {
            Assert.Equal(("first", "upstream_failed", "upstream_failed", 500L, 2), (failed["gantry.upstream"], failed["gantry.outcome"], failed["error.type"], failed["http.response.status_code"], failed.Status));
            Assert.Null(failed["gen_ai.usage.input_tokens"]);
        });
        Assert.Equal(("second", "served", null), (attempts[^1]["gantry.upstream"], attempts[^1]["gantry.outcome"], attempts[^1]["error.type"]));
    }

    [Fact]
    public async Task Cancelled_request_is_no_error_of_anybody()
    {
        await using var rig = await TelemetryRig.StartAsync();
        var call = ClientCall.Ask("chat", TelemetryRig.Long, stream: true);
        string id;
        using (var answer = await rig.Gateway.PostAsync(call.Path, call.Body))
        {
            id = answer.Headers.GetValues("x-request-id").Single();
        }

        var (request, attempts) = await rig.Collector.RequestAsync(id);
        Assert.Equal(("client_left", 0, null), (request["gantry.outcome"], request.Status, request["error.type"]));
        var attempt = Assert.Single(attempts);
        Assert.Equal(("client_left", 0, null), (attempt["gantry.outcome"], attempt.Status, attempt["error.type"]));
    }

    [Fact]
    public async Task Refused_request_has_no_attempt_and_never_names_what_the_client_made_up()
    {
        await using var rig = await TelemetryRig.StartAsync();
        var (request, attempts) = await rig.Collector.RequestAsync(await rig.AskAsync("made-up-by-a-client", stream: false));
        Assert.Empty(attempts);
        Assert.Equal((404L, "model_not_found", null, 0), (request["http.response.status_code"], request["error.type"], request["gen_ai.request.model"], request.Status));
        Assert.DoesNotContain("made-up-by-a-client", rig.Collector.Everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trace_of_a_client_is_linked_and_decides_nothing()
    {
        await using var rig = await TelemetryRig.StartAsync(("OTEL_TRACES_SAMPLER", "parentbased_always_on"));
        foreach (var sampled in new[] { "01", "00" })
        {
            var (request, _) = await rig.Collector.RequestAsync(await rig.AskAsync(TelemetryRig.Plain, stream: false, "chat", ("traceparent", Theirs[..^2] + sampled), ("tracestate", "vendor=free text of a client")));
            Assert.NotEqual(Theirs[3..35], request.TraceId);
            Assert.Equal((Theirs[3..35], Theirs[36..52], ""), Assert.Single(request.Links));
        }

        Assert.DoesNotContain("free text", rig.Collector.Everything, StringComparison.Ordinal);
        // What the client has said passes, as it does without traces; of ours nobody is told.
        Assert.All(rig.Gateway.Simulator.Record.Exchanges, exchange => Assert.StartsWith(Theirs[..^2], exchange.Header("traceparent"), StringComparison.Ordinal));
        await rig.AskAsync(TelemetryRig.Plain, stream: false);
        Assert.Null(rig.Gateway.Simulator.Record.Exchanges[^1].Header("traceparent"));
    }

    [Fact]
    public async Task Client_that_asks_to_be_sampled_is_not_where_nothing_is()
    {
        await using var rig = await TelemetryRig.StartAsync(("OTEL_TRACES_SAMPLER", "parentbased_traceidratio"), ("OTEL_TRACES_SAMPLER_ARG", "0"));
        await rig.AskAsync(TelemetryRig.Plain, stream: false, "chat", ("traceparent", Theirs));
        // The metrics show that the export runs.
        Assert.NotNull(await Waiting.UntilAsync(() => rig.Collector.Points.Any(point => point.Metric == "gantry.requests"), TimeSpan.FromSeconds(10)));
        Assert.Empty(rig.Collector.Spans);
    }

    [Fact]
    public async Task Trusted_client_is_the_parent_and_named_upstream_learns_the_trace()
    {
        await using var rig = await TelemetryRig.StartAsync(("GANTRY_TRACE_CLIENTS", "parent"), ("GANTRY_TRACE_UPSTREAMS", "second"));
        var (request, _) = await rig.Collector.RequestAsync(await rig.AskAsync(TelemetryRig.Plain, stream: false, "chat", ("traceparent", Theirs), ("tracestate", "vendor=x")));
        Assert.Equal((Theirs[3..35], Theirs[36..52]), (request.TraceId, request.ParentId));
        Assert.Equal(Theirs, rig.Gateway.Simulator.Record.Exchanges[^1].Header("traceparent"));

        var (_, attempts) = await rig.Collector.RequestAsync(await rig.AskAsync(TelemetryRig.Crossing, stream: false, "chat", ("traceparent", Theirs), ("tracestate", "vendor=x")));
        var told = rig.Gateway.Simulator.Record.Exchanges[^1];
        Assert.Equal($"00-{attempts[0].TraceId}-{attempts[0].Id}-01", told.Header("traceparent"));
        Assert.Null(told.Header("tracestate"));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("00-00000000000000000000000000000000-0000000000000000-01")]
    [InlineData("ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")]
    public async Task Senseless_trace_of_a_client_is_nothing(string traceparent)
    {
        await using var rig = await TelemetryRig.StartAsync(("GANTRY_TRACE_CLIENTS", "parent"));
        var (request, _) = await rig.Collector.RequestAsync(await rig.AskAsync(TelemetryRig.Plain, stream: false, "chat", ("traceparent", traceparent)));
        Assert.Equal("", request.ParentId);
        Assert.Empty(request.Links);
    }

    [Fact]
    public async Task Count_of_tokens_is_an_attempt_as_well()
    {
        await using var rig = await TelemetryRig.StartAsync();
        using var answer = await rig.Gateway.PostAsync("/v1/messages/count_tokens", $$"""{"model":"{{TelemetryRig.Crossing}}","messages":[{"role":"user","content":"hi"}]}""");
        Assert.True(answer.IsSuccessStatusCode);
        var (request, attempts) = await rig.Collector.RequestAsync(answer.Headers.GetValues("x-request-id").Single());
        Assert.Equal(("count_tokens", "completed"), (request["gen_ai.operation.name"], request["gantry.outcome"]));
        Assert.Equal(("second", "served"), (Assert.Single(attempts)["gantry.upstream"], attempts[0]["gantry.outcome"]));
    }
}
