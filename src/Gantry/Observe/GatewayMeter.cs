using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Gantry.Observe;

/// <summary>The gateway's own instruments. Tags have few values and never come from a client.</summary>
internal sealed class GatewayMeter : IDisposable
{
    private readonly Meter _meter = new(TelemetryNames.Source);
    private readonly Counter<long> _requests;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _firstContent;
    private readonly Counter<long> _healthChanges;
    private readonly Counter<long> _probes;
    private readonly Counter<long> _captures;

    public GatewayMeter()
    {
        _requests = _meter.CreateCounter<long>(TelemetryNames.Requests, "{request}");
        _duration = _meter.CreateHistogram<double>(TelemetryNames.RequestDuration, "s");
        _firstContent = _meter.CreateHistogram<double>(TelemetryNames.FirstContent, "s");
        _healthChanges = _meter.CreateCounter<long>(TelemetryNames.HealthChanges, "{change}");
        _captures = _meter.CreateCounter<long>(TelemetryNames.Captures, "{request}");
        _probes = _meter.CreateCounter<long>(TelemetryNames.Probes, "{probe}");
    }

    /// <summary>Counts one finished request.</summary>
    /// <param name="protocol">The client's protocol.</param>
    /// <param name="operation">What was asked.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="status">The HTTP status that the client got.</param>
    /// <param name="duration">From the first request byte to the last answer byte.</param>
    /// <param name="firstContent">Until the first content, where some came.</param>
    public void Count(string protocol, string operation, string outcome, int status, TimeSpan duration, TimeSpan? firstContent)
    {
        if (!_requests.Enabled && !_duration.Enabled)
        {
            return;
        }

        var tags = new TagList
        {
            { TelemetryNames.Protocol, protocol },
            { TelemetryNames.Operation, operation },
            { TelemetryNames.Outcome, outcome },
            { TelemetryNames.Status, status },
        };
        _requests.Add(1, tags);
        _duration.Record(duration.TotalSeconds, tags);
        if (firstContent is { } first)
        {
            _firstContent.Record(first.TotalSeconds, tags);
        }
    }

    /// <summary>Counts one change of what is in use.</summary>
    /// <param name="upstream">Its name.</param>
    /// <param name="cause">What of it changed: a target, the upstream, a rate limit or a credential.</param>
    /// <param name="state">To what.</param>
    public void CountHealth(string upstream, string cause, string state) => _healthChanges.Add(
        1, new(TelemetryNames.Upstream, upstream), new(TelemetryNames.Cause, cause), new(TelemetryNames.State, state));

    /// <summary>Counts one request of the gateway's own.</summary>
    /// <param name="upstream">Who was asked.</param>
    /// <param name="outcome">How it ended.</param>
    public void CountProbe(string upstream, string outcome) => _probes.Add(1, new(TelemetryNames.Upstream, upstream), new(TelemetryNames.Outcome, outcome));

    /// <summary>Counts one request that was to be kept.</summary>
    /// <param name="outcome">Whether it was.</param>
    public void CountCapture(string outcome) => _captures.Add(1, new KeyValuePair<string, object?>(TelemetryNames.Outcome, outcome));

    public void Dispose() => _meter.Dispose();
}
