using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Gantry.Hosting;
using Gantry.Relay;
using Gantry.Tests.Observe.Otlp;
using Gantry.Tests.Relay;
using Gantry.Tests.Relay.Faults;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gantry.Tests.Hosting;

/// <summary>No secret is in a metric, a trace or a line that leaves the machine (reliability S-9).</summary>
[Collection(AloneCollection.Name)]
public sealed class CanaryTelemetryTests
{
    private static readonly string[] Models = ["sim-text-n4", "sim-text-n4-fault-500", "sim-text-n4-fault-401", "sim-text-n4-fault-cut50"];

    [Fact]
    public async Task S_9_No_secret_is_in_any_metric_or_trace()
    {
        var said = new ConcurrentQueue<string>();
        using var meters = new MeterListener { InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument) };
        meters.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Note(said, instrument.Name, tags));
        meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Note(said, instrument.Name, tags));
        meters.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Note(said, instrument.Name, tags));
        meters.Start();
        using var traces = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                said.Enqueue($"{activity.Source.Name} {activity.DisplayName} {activity.StatusDescription}");
                foreach (var (key, value) in activity.TagObjects) said.Enqueue($"{activity.Source.Name} {key}={value}");
                foreach (var told in activity.Events) said.Enqueue($"{told.Name} {string.Join(' ', told.Tags)}");
            },
        };
        ActivitySource.AddActivityListener(traces);
        await using (var gateway = await TestGateway.StartAsync(Models))
        {
            foreach (var protocol in ClientCall.Protocols)
            {
                foreach (var model in Models)
                {
                    var call = ClientCall.Ask(protocol, model, stream: model.Length % 2 == 0);
                    var separator = call.Path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
                    await AskAsync(gateway, call, ("authorization", $"Bearer {TestGateway.Key}"));
                    await AskAsync(gateway, call with { Path = $"{call.Path}{separator}key={TestGateway.Key}" }, ("authorization", ""));
                    await AskAsync(gateway, call with { Path = $"/nowhere{separator}key={TestGateway.Key}" }, ("authorization", ""));
                }
            }

            await gateway.UsageAsync(16);
            meters.RecordObservableInstruments();
        }

        Assert.True(said.Count > 200);
        Assert.Contains(said, text => text.Contains("gantry.requests", StringComparison.Ordinal));
        // The server's own; what the test's client says of itself it says of every client.
        foreach (var text in said.Where(t => !t.StartsWith("System.Net.Http", StringComparison.Ordinal)))
        {
            Assert.DoesNotContain(TestGateway.Key, text, StringComparison.Ordinal);
            Assert.DoesNotContain(TestGateway.UpstreamKey, text, StringComparison.Ordinal);
        }

        Assert.All(said, text => Assert.DoesNotContain(TestGateway.UpstreamKey, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task S_9_No_secret_word_person_or_address_leaves_in_any_byte_for_a_collector_or_for_prometheus()
    {
        const string Prompt = "prompt-canary-1f2e3d4c";
        const string Answer = "answer-canary-5b6a7988";
        const string Client = "203.0.113.77";
        const string Level = "Logging__LogLevel__Default";
        Environment.SetEnvironmentVariable(Level, "Trace");
        try
        {
            await using var collector = await OtlpCollector.StartAsync();
            var variables = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address.ToString(), ["OTEL_BSP_SCHEDULE_DELAY"] = "50", ["OTEL_BLRP_SCHEDULE_DELAY"] = "50", ["OTEL_METRIC_EXPORT_INTERVAL"] = "200",
            };
            string metrics;
            await using (var gateway = await TestGateway.StartAsync(
                new RelayLimits(),
                simulator => "settings: {trusted_proxies: [127.0.0.1]}\n" + TestGateway.Configuration(simulator, [.. Models, "sensible"]),
                options => options with { MetricsUrl = "http://127.0.0.1:0", Environment = name => variables.GetValueOrDefault(name) }))
            {
                var calls = 0;
                foreach (var protocol in ClientCall.Protocols)
                {
                    foreach (var model in Models.Append("sensible").Append(Prompt))
                    {
                        var call = ClientCall.Ask(protocol, model, stream: model.Length % 2 == 0, $"{Prompt} [[say {Answer}]]");
                        var separator = call.Path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
                        (string, string)[] about = [("x-forwarded-for", Client), ("user-agent", $"agent of {Prompt}"), ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"), ("tracestate", $"vendor={Prompt}"), ("baggage", $"who={Prompt}"), ("x-session-id", Prompt)];
                        await AskAsync(gateway, call, [.. about, ("authorization", $"Bearer {TestGateway.Key}")]);
                        await AskAsync(gateway, call with { Path = $"{call.Path}{separator}key={TestGateway.Key}" }, [.. about, ("authorization", "")]);
                        await AskAsync(gateway, call with { Body = $"{{{Prompt}" }, [.. about, ("authorization", $"Bearer {TestGateway.Key}")]);
                        await AskAsync(gateway, call with { Path = $"/{Prompt}{separator}key={TestGateway.Key}" }, [.. about, ("authorization", "")]);
                        calls++;
                    }
                }

                await gateway.UsageAsync(3 * calls);
                Assert.NotNull(await Waiting.UntilAsync(() => collector.Spans.Count(span => span.Kind == OtlpSpan.Server) >= 3 * calls, TimeSpan.FromSeconds(20)));
                metrics = await gateway.Http.GetStringAsync(new Uri(gateway.Host.Services.GetRequiredService<MetricsListener>().Address!, "/metrics"), TestContext.Current.CancellationToken);
            }

            Assert.Contains("gantry_requests_total", metrics, StringComparison.Ordinal);
            Assert.True(collector.Logs.Count > 100, $"{collector.Logs.Count} log lines");
            Assert.Contains(collector.Points, point => point.Metric == "gantry.requests");
            foreach (var canary in new[] { Prompt, Answer, TestGateway.Key, TestGateway.UpstreamKey, "test@example.com", Client })
            {
                Assert.DoesNotContain(canary, metrics, StringComparison.Ordinal);
                Assert.DoesNotContain(canary, collector.Everything, StringComparison.Ordinal);
            }
        }
        finally
        {
            Environment.SetEnvironmentVariable(Level, null);
        }
    }

    private static async Task AskAsync(TestGateway gateway, ClientCall call, params (string, string)[] headers)
    {
        try
        {
            using var response = await gateway.PostAsync(call.Path, call.Body, headers);
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        }
        catch (HttpRequestException)
        {
            return; // Cut by the upstream, and so for the client.
        }
    }

    private static void Note(ConcurrentQueue<string> said, string name, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var (key, value) in tags) said.Enqueue($"{name} {key}={value}");
        said.Enqueue(name);
    }
}
