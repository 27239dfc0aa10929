using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Gantry.Observe;

/// <summary>The gateway's instruments of requests and attempts. Tags have few values and never come from a client. Where nobody listens nothing is counted, and nothing allocated.</summary>
internal sealed class GatewayMeter : IDisposable
{
    private readonly Counter<long> _requests;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _firstContent;
    private readonly Counter<long> _tokens;
    private readonly Counter<long> _cost;
    private readonly Counter<long> _attempts;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _refusals;
    private readonly Counter<long> _holdRefusals;
    private readonly Counter<long> _rateRefusals;
    private readonly Counter<long> _ledgerFailures;
    private readonly Counter<long> _healthChanges;
    private readonly Counter<long> _probes;
    private readonly Counter<long> _captures;
    private readonly Histogram<double> _operationDuration;
    private readonly Histogram<double> _firstChunk;
    private readonly Histogram<long> _tokenUsage;

    public GatewayMeter()
    {
        // The scope tells the instruments of one gateway from those of another in the same process.
        Meter = new Meter(new MeterOptions(TelemetryNames.Source) { Scope = this });
        _requests = Meter.CreateCounter<long>(TelemetryNames.Requests, "{request}", "Finished requests of clients.");
        _duration = Meter.CreateHistogram(TelemetryNames.RequestDuration, "s", "From the first request byte to the settlement.", null, HistogramBounds.Seconds);
        _firstContent = Meter.CreateHistogram(TelemetryNames.FirstContent, "s", "From the first request byte to the first content of the answer.", null, HistogramBounds.Seconds);
        _tokens = Meter.CreateCounter<long>(TelemetryNames.Tokens, "{token}", "Tokens as usage records have them, in buckets that do not overlap.");
        _cost = Meter.CreateCounter<long>(TelemetryNames.Cost, "{nano_usd}", "What requests were charged, in billionths of a US dollar.");
        _attempts = Meter.CreateCounter<long>(TelemetryNames.Attempts, "{attempt}", "Attempts at upstreams, by how they ended.");
        _retries = Meter.CreateCounter<long>(TelemetryNames.Retries, "{attempt}", "Attempts that were not the first of their request.");
        _refusals = Meter.CreateCounter<long>(TelemetryNames.Refusals, "{request}", "Requests that the gateway refused before it asked an upstream.");
        _holdRefusals = Meter.CreateCounter<long>(TelemetryNames.HoldRefusals, "{request}", "Requests that no money was set aside for.");
        _rateRefusals = Meter.CreateCounter<long>(TelemetryNames.RateRefusals, "{request}", "Requests that met a rate limit.");
        _ledgerFailures = Meter.CreateCounter<long>(TelemetryNames.LedgerFailures, "{request}", "Requests that were not sent because the ledger did not answer.");
        _healthChanges = Meter.CreateCounter<long>(TelemetryNames.HealthChanges, "{change}", "What of an upstream went out of use or came back.");
        _captures = Meter.CreateCounter<long>(TelemetryNames.Captures, "{request}", "Requests that were to be kept for the owner of their key.");
        _probes = Meter.CreateCounter<long>(TelemetryNames.Probes, "{probe}", "Requests of the gateway's own, to see whether an upstream answers.");
        _operationDuration = Meter.CreateHistogram(TelemetryNames.OperationDuration, "s", "How long an upstream was asked, to the end of its answer.", null, HistogramBounds.Seconds);
        _firstChunk = Meter.CreateHistogram(TelemetryNames.FirstChunk, "s", "Until the first content of a stream from an upstream.", null, HistogramBounds.Seconds);
        _tokenUsage = Meter.CreateHistogram(TelemetryNames.TokenUsage, "{token}", "Tokens of one attempt as the upstream told them.", null, HistogramBounds.Tokens);
    }

    /// <summary>Where the instruments of the node are made as well.</summary>
    public Meter Meter { get; }

    /// <summary>Somebody listens. Who has to look things up to count them asks first.</summary>
    public bool IsOn => _requests.Enabled || _duration.Enabled || _attempts.Enabled || _tokens.Enabled;

    /// <summary>Counts one finished request.</summary>
    public void Count(in RequestFigures request)
    {
        _requests.Add(1, new TagList
        {
            { TelemetryNames.Protocol, request.Protocol },
            { TelemetryNames.Operation, request.Operation },
            { TelemetryNames.Group, request.Group },
            { TelemetryNames.Model, request.Model },
            { TelemetryNames.Outcome, request.Outcome },
            { TelemetryNames.StatusClass, TelemetryWords.Class(request.Status) },
        });
        var about = new TagList
        {
            { TelemetryNames.Operation, request.Operation },
            { TelemetryNames.Group, request.Group },
            { TelemetryNames.Model, request.Model },
        };
        if (request.FirstContent is { } first)
        {
            _firstContent.Record(first.TotalSeconds, about);
        }

        about.Add(TelemetryNames.Outcome, request.Outcome);
        _duration.Record(request.Duration.TotalSeconds, about);
    }

    /// <summary>Counts the tokens of one bucket; none are not counted.</summary>
    public void CountTokens(in RequestFigures request, string bucket, long tokens)
    {
        if (tokens > 0)
        {
            _tokens.Add(tokens, new(TelemetryNames.Bucket, bucket), new(TelemetryNames.Group, request.Group), new(TelemetryNames.Model, request.Model));
        }
    }

    /// <summary>Counts what a request was charged, in nano-USD.</summary>
    public void CountCost(in RequestFigures request, long nanos) =>
        _cost.Add(nanos, new(TelemetryNames.Group, request.Group), new(TelemetryNames.Model, request.Model));

    /// <summary>Counts one request that the gateway refused by itself.</summary>
    public void CountRefusal(string reason) => _refusals.Add(1, new KeyValuePair<string, object?>(TelemetryNames.Reason, reason));

    /// <summary>Counts one request that no money was set aside for.</summary>
    public void CountHoldRefusal(string reason) => _holdRefusals.Add(1, new KeyValuePair<string, object?>(TelemetryNames.Reason, reason));

    /// <summary>Counts one request that met a rate limit.</summary>
    public void CountRateRefusal(string owner, string kind) => _rateRefusals.Add(1, new(TelemetryNames.LimitOwner, owner), new(TelemetryNames.LimitKind, kind));

    /// <summary>Counts one request that was not sent because the ledger did not answer.</summary>
    public void CountLedgerFailure() => _ledgerFailures.Add(1);

    /// <summary>Counts one ended attempt.</summary>
    public void Count(in AttemptFigures attempt)
    {
        _attempts.Add(1, new(TelemetryNames.Upstream, attempt.Upstream), new(TelemetryNames.Outcome, attempt.Outcome));
        if (attempt.IsRetry)
        {
            _retries.Add(1, new(TelemetryNames.Upstream, attempt.Upstream), new(TelemetryNames.Outcome, attempt.Outcome));
        }

        var about = new TagList
        {
            { TelemetryNames.GenOperation, attempt.Operation },
            { TelemetryNames.GenProvider, attempt.Provider },
            { TelemetryNames.GenRequestModel, attempt.Model },
            { TelemetryNames.ServerAddress, attempt.Address },
        };
        if (attempt.FirstChunk is { } first)
        {
            _firstChunk.Record(first.TotalSeconds, about);
        }

        CountUsage(about, "input", attempt.Input);
        CountUsage(about, "output", attempt.Output);
        if (attempt.Error is { } error)
        {
            about.Add(TelemetryNames.ErrorType, error);
        }

        _operationDuration.Record(attempt.Duration.TotalSeconds, about);
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

    public void Dispose() => Meter.Dispose();

    private void CountUsage(TagList about, string type, long? tokens)
    {
        if (tokens is { } count)
        {
            about.Add(TelemetryNames.GenTokenType, type);
            _tokenUsage.Record(count, about);
        }
    }
}
