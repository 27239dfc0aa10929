using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Gantry.Observe;
using Gantry.Observe.Otlp;
using Gantry.Tests.Relay.Faults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Gantry.Tests.Observe.Otlp;

/// <summary>When anything is exported, and what of metrics and log lines (issue 9 §5).</summary>
[Collection(AloneCollection.Name)]
public sealed class ExportTests
{
    [Fact]
    public async Task Metrics_of_a_collector_agree_with_the_usage_records()
    {
        await using var rig = await TelemetryRig.StartAsync();
        for (var time = 0; time < 3; time++) await rig.AskAsync(TelemetryRig.Plain, stream: time == 1);
        await rig.AskAsync(TelemetryRig.Failing, stream: false);
        var rows = await rig.Gateway.UsageAsync(4);
        Assert.NotNull(await Waiting.UntilAsync(() => rig.Gateway.Running == 0, TimeSpan.FromSeconds(10)));
        Assert.NotNull(await Waiting.UntilAsync(() => Sum(rig, "gantry.settle.lag") > 0, TimeSpan.FromSeconds(10)));
        await rig.Collector.LaterMetricsAsync();
        Assert.Equal(4, Sum(rig, "gantry.requests"));
        Assert.Equal(rows.Sum(row => row.UncachedInput + row.CacheRead + row.CacheWrite5m + row.Output), Sum(rig, "gantry.tokens"));
        Assert.Equal(rows.Sum(row => row.UncachedInput + row.CacheRead + row.CacheWrite5m), Sum(rig, "gen_ai.client.token.usage", ("gen_ai.token.type", "input")));
        Assert.Equal(rows.Sum(row => row.Output), Sum(rig, "gen_ai.client.token.usage", ("gen_ai.token.type", "output")));
        Assert.Equal(1_168_500 * 4, Sum(rig, "gantry.cost.nano_usd"));
        Assert.True(Sum(rig, "gen_ai.client.operation.duration", ("error.type", "upstream_failed"), ("gen_ai.provider.name", "openai")) > 0);
        Assert.True(Sum(rig, "gen_ai.client.operation.time_to_first_chunk") > 0);
        Assert.True(Sum(rig, "dotnet.process.memory.working_set") > 0);
        Assert.Equal((1, 2), (Sum(rig, "gantry.node.info"), Sum(rig, "gantry.upstream.up")));
        Assert.DoesNotContain(rig.Collector.Points, point => point.Attributes.ContainsKey("network.peer.address"));
    }

    [Fact]
    public async Task Log_line_goes_out_with_its_trace_and_without_what_identifies_anybody()
    {
        await using var rig = await TelemetryRig.StartAsync();
        var id = await rig.AskAsync(TelemetryRig.Broken, stream: false);
        var (request, _) = await rig.Collector.RequestAsync(id);
        Assert.NotNull(await Waiting.UntilAsync(() => rig.Collector.Logs.Any(log => log.Text.Contains(id, StringComparison.Ordinal)), TimeSpan.FromSeconds(10)));
        Assert.All(rig.Collector.Logs.Where(log => log.Text.Contains(id, StringComparison.Ordinal)), log => Assert.Equal(request.TraceId, log.TraceId));

        var logger = rig.Gateway.Host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Gantry.Test");
#pragma warning disable CA1848, CA2254 // A line of any code.
        logger.LogError(new InvalidOperationException("quoted: alice@example.com"), "Marked line of {Who} from {Where} and {There} with {What}, at 12:30:45", "bob.smith+x@mail.example.org", "203.0.113.77", "2001:db8::17", "sk-secret-key-0123456789");
#pragma warning restore CA1848, CA2254
        Assert.NotNull(await Waiting.UntilAsync(() => rig.Collector.Logs.Any(log => log.Text.StartsWith("Marked", StringComparison.Ordinal)), TimeSpan.FromSeconds(10)));
        var line = rig.Collector.Logs.Single(log => log.Text.StartsWith("Marked", StringComparison.Ordinal));
        Assert.Equal("Marked line of [removed] from [removed] and [removed] with [removed], at 12:30:45", line.Text);
        Assert.Equal("System.InvalidOperationException", line.Attributes["exception.type"]);
        foreach (var secret in new[] { "alice@", "bob.smith", "203.0.113.77", "2001:db8", "sk-secret" }) Assert.DoesNotContain(secret, rig.Collector.Everything, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OTEL_SDK_DISABLED", "true")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "")]
    public async Task Off_means_no_listener_and_no_connection(string variable, string value)
    {
        await using var rig = await TelemetryRig.StartAsync((variable, value));
        Assert.Null(rig.Gateway.Host.Services.GetService<OtlpExport>());
        Assert.False(rig.Gateway.Host.Services.GetRequiredService<GatewayMeter>().IsOn);
        using var source = new ActivitySource(TelemetryNames.Source);
        Assert.False(source.HasListeners());
        await rig.AskAsync(TelemetryRig.Plain, stream: true);
        await rig.Gateway.UsageAsync(1);
        Assert.Equal(0, rig.Collector.Count);
    }

    [Fact]
    public async Task One_signal_can_be_turned_off()
    {
        await using var rig = await TelemetryRig.StartAsync(("OTEL_TRACES_EXPORTER", "none"), ("OTEL_LOGS_EXPORTER", "none"));
        await rig.AskAsync(TelemetryRig.Broken, stream: false);
        Assert.NotNull(await Waiting.UntilAsync(() => Sum(rig, "gantry.requests") == 1, TimeSpan.FromSeconds(10)));
        Assert.Empty(rig.Collector.Spans);
        Assert.Empty(rig.Collector.Logs);
    }

    [Fact]
    public async Task What_is_left_is_sent_at_the_end()
    {
        await using var rig = await TelemetryRig.StartAsync(("OTEL_BSP_SCHEDULE_DELAY", "600000"), ("OTEL_METRIC_EXPORT_INTERVAL", "600000"));
        await rig.AskAsync(TelemetryRig.Plain, stream: false);
        Assert.Empty(rig.Collector.Spans);
        await rig.StopAsync();
        Assert.Equal(2, rig.Collector.Spans.Count);
        Assert.Equal(1, Sum(rig, "gantry.requests"));
    }

    [Fact]
    public async Task Collector_that_is_away_changes_nothing_for_clients()
    {
        await using var rig = await TelemetryRig.StartAsync(("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9"), ("OTEL_EXPORTER_OTLP_TIMEOUT", "500"));
        for (var time = 0; time < 5; time++) await rig.AskAsync(TelemetryRig.Plain, stream: false);
        Assert.Equal(5, (await rig.Gateway.UsageAsync(5)).Count(row => row.Outcome == "completed"));
        var clock = Stopwatch.StartNew();
        await rig.StopAsync();
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TestRun.Limit(15));
    }

    [Fact]
    public async Task Collector_that_never_answers_holds_the_end_up_for_seconds_only()
    {
        using var deaf = new TcpListener(IPAddress.Loopback, 0);
        deaf.Start();
        await using var rig = await TelemetryRig.StartAsync(("OTEL_EXPORTER_OTLP_ENDPOINT", $"http://{deaf.LocalEndpoint}"));
        await rig.AskAsync(TelemetryRig.Plain, stream: true);
        Assert.Equal("completed", Assert.Single(await rig.Gateway.UsageAsync(1)).Outcome);
        Assert.NotNull(await Waiting.UntilAsync(deaf.Pending, TimeSpan.FromSeconds(10)));
        var clock = Stopwatch.StartNew();
        await rig.StopAsync();
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TestRun.Limit(12));
    }

    [Fact]
    public void Variables_of_the_specification_decide()
    {
        Assert.Null(Terms());
        Assert.Null(Terms(("OTEL_SERVICE_NAME", "x"), ("OTEL_TRACES_SAMPLER", "always_on")));
        Assert.Equal("http/protobuf", Terms(("OTEL_EXPORTER_OTLP_ENDPOINT", "http://c:4318"))!.Values["OTEL_EXPORTER_OTLP_PROTOCOL"]);
        Assert.Equal("grpc", Terms(("OTEL_EXPORTER_OTLP_ENDPOINT", "http://c:4317"))!.Values["OTEL_EXPORTER_OTLP_PROTOCOL"]);
        Assert.Equal("http/protobuf", Terms(("OTEL_EXPORTER_OTLP_ENDPOINT", "http://c:4317"), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"))!.Values["OTEL_EXPORTER_OTLP_PROTOCOL"]);
        var traces = Terms(("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://c:4318/v1/traces"))!;
        Assert.Equal((true, false, false), (traces.Traces, traces.Metrics, traces.Logs));
        Assert.Null(Terms(("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://c:4318/v1/traces"), ("OTEL_TRACES_EXPORTER", "none")));
    }

    [Theory]
    [InlineData("GANTRY_TRACE_CLIENTS", "maybe")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318")]
    [InlineData("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT", "nonsense")]
    public async Task Variable_that_means_nothing_is_refused_at_the_start(string name, string value)
    {
        var refused = await Assert.ThrowsAsync<Gantry.Catalog.Declared.ConfigurationException>(() => TelemetryRig.StartAsync((name, value)));
        Assert.Contains(name, Assert.Single(refused.Problems).ToString(), StringComparison.Ordinal);
    }

    private static OtlpTerms? Terms(params (string Name, string Value)[] variables) =>
        OtlpTerms.Of(name => variables.FirstOrDefault(variable => variable.Name == name).Value);

    private static double Sum(TelemetryRig rig, string metric, params (string Name, string Value)[] attributes) => rig.Collector.Points
        .Where(point => point.Metric == metric && attributes.All(attribute => point.Attributes.GetValueOrDefault(attribute.Name) as string == attribute.Value))
        .Sum(point => point.Value);
}
