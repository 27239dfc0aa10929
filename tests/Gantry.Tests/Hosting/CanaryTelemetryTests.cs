using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Gantry.Tests.Relay;
using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Hosting;

/// <summary>No secret is in a metric or a trace (reliability S-9).</summary>
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
