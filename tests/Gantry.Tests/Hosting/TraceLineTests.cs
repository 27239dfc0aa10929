using System.Diagnostics;
using System.Text.Json;
using Gantry.Hosting;
using Gantry.Observe;
using Gantry.Tests.Relay.Faults;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Xunit;

namespace Gantry.Tests.Hosting;

/// <summary>A line of the log names the trace that it belongs to, and no other.</summary>
[Collection(AloneCollection.Name)]
public sealed class TraceLineTests
{
    private const string Theirs = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Theory]
    [InlineData(ActivitySamplingResult.AllDataAndRecorded, true)]
    [InlineData(ActivitySamplingResult.PropagationData, false)]
    public void Line_of_a_recorded_trace_names_it(ActivitySamplingResult sampled, bool named)
    {
        using var listener = new ActivityListener { ShouldListenTo = source => source.Name == TelemetryNames.Source, Sample = (ref ActivityCreationOptions<ActivityContext> _) => sampled };
        ActivitySource.AddActivityListener(listener);
        using var traces = new GatewayTraces(TraceTerms.Usual);
        using var span = traces.Begin("request", Theirs);
        var id = span!.TraceId.ToHexString();
        Assert.NotEqual(Theirs[3..35], id);
        Assert.Equal(named, Line(new LineFormatter(TimeProvider.System)).EndsWith($"said trace={id}\n", StringComparison.Ordinal));
        using var json = JsonDocument.Parse(Line(new JsonLineFormatter(TimeProvider.System)));
        Assert.Equal(named ? id : null, json.RootElement.TryGetProperty("TraceId", out var trace) ? trace.GetString() : null);
    }

    [Fact]
    public void Activity_of_somebody_else_is_no_trace()
    {
        using var activity = new Activity("of the web server").SetParentId(Theirs).Start();
        Assert.EndsWith("said\n", Line(new LineFormatter(TimeProvider.System)), StringComparison.Ordinal);
        Assert.DoesNotContain("TraceId", Line(new JsonLineFormatter(TimeProvider.System)), StringComparison.Ordinal);
    }

    [Fact]
    public void Object_of_a_line_has_what_was_said_with_it()
    {
        using var json = JsonDocument.Parse(Line(new JsonLineFormatter(TimeProvider.System)));
        Assert.Equal(("Gantry.Test", "Warning", 7, "it was said"), (Text(json, "Category"), Text(json, "LogLevel"), json.RootElement.GetProperty("EventId").GetInt32(), Text(json, "Message")));
        Assert.Contains("broken", Text(json, "Exception"), StringComparison.Ordinal);
        Assert.Equal((3, true, "word"), (json.RootElement.GetProperty("State").GetProperty("Count").GetInt32(), json.RootElement.GetProperty("State").GetProperty("Yes").GetBoolean(), json.RootElement.GetProperty("State").GetProperty("Word").GetString()));
    }

    private static string Text(JsonDocument json, string member) => json.RootElement.GetProperty(member).GetString()!;

    private static string Line(ConsoleFormatter formatter)
    {
        KeyValuePair<string, object?>[] state = [new("Count", 3), new("Yes", true), new("Word", "word")];
        using var written = new StringWriter();
        var failure = formatter is JsonLineFormatter ? new InvalidOperationException("broken") : null;
        formatter.Write(new LogEntry<IReadOnlyList<KeyValuePair<string, object?>>>(LogLevel.Warning, "Gantry.Test", new EventId(7), state, failure, (_, _) => "it was said"), null, written);
        return written.ToString();
    }
}
