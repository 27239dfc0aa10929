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

    public GatewayMeter()
    {
        _requests = _meter.CreateCounter<long>(TelemetryNames.Requests, "{request}");
        _duration = _meter.CreateHistogram<double>(TelemetryNames.RequestDuration, "s");
        _firstContent = _meter.CreateHistogram<double>(TelemetryNames.FirstContent, "s");
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

    public void Dispose() => _meter.Dispose();
}
