using System.Diagnostics;
using Gantry.Billing;
using Gantry.Observe;
using Gantry.Protocols;
using Gantry.Protocols.Hub;
using Gantry.Routing;
using Gantry.Snapshot;

namespace Gantry.Relay;

/// <summary>The span and the metrics of one attempt at an upstream.</summary>
internal sealed class AttemptTelemetry(GatewayTraces traces, GatewayMeter meter, TimeProvider time)
{
    // What an upstream says of itself is not bounded by anybody else.
    private const int LongestWord = 128;

    /// <summary>Begins the span; it is what the code runs in until it ends.</summary>
    /// <returns>Null where the request has none.</returns>
    public Activity? Begin(Exchange exchange, RouteCandidate candidate, int number)
    {
        if (exchange.Span is not { } request)
        {
            return null;
        }

        var deployment = candidate.Deployment;
        var operation = OperationOf(exchange, deployment);
        var span = traces.BeginAttempt(request, $"{operation} {deployment.UpstreamModel}");
        if (span is { IsAllDataRequested: true })
        {
            span.SetTag(TelemetryNames.GenOperation, operation);
            span.SetTag(TelemetryNames.GenProvider, TelemetryNames.ProviderOf(deployment.Upstream.Provider));
            span.SetTag(TelemetryNames.GenRequestModel, deployment.UpstreamModel);
            span.SetTag(TelemetryNames.ServerAddress, deployment.Upstream.BaseUrl.Host);
            span.SetTag(TelemetryNames.ServerPort, deployment.Upstream.BaseUrl.Port);
            span.SetTag(TelemetryNames.Upstream, deployment.Upstream.Name);
            span.SetTag(TelemetryNames.CredentialId, candidate.Credential?.Id.ToString());
            span.SetTag(TelemetryNames.Group, candidate.Group.Name);
            span.SetTag(TelemetryNames.AttemptNumber, number);
        }

        return span;
    }

    /// <summary>Ends the attempt, as the exchange tells of it.</summary>
    /// <param name="exchange">The exchange, before another attempt begins.</param>
    /// <param name="span">From <see cref="Begin"/>.</param>
    /// <param name="candidate">Who was asked.</param>
    /// <param name="number">1 for the first.</param>
    /// <param name="outcome">How it ended.</param>
    public void End(Exchange exchange, Activity? span, RouteCandidate candidate, int number, AttemptOutcome outcome)
    {
        if (meter.IsOn)
        {
            Count(exchange, candidate.Deployment, number, outcome);
        }

        if (span is null)
        {
            return;
        }

        if (span.IsAllDataRequested)
        {
            Describe(span, exchange, outcome);
        }

        span.Dispose();
    }

    /// <summary>Tells the upstream of the trace, where it is one that is told.</summary>
    public void PassOn(Exchange exchange, RouteCandidate candidate, HttpRequestMessage message)
    {
        if (exchange.Span is not null)
        {
            traces.PassOn(Activity.Current, candidate.Deployment.Upstream.Name, message);
        }
    }

    /// <summary>Whether bytes passed or a protocol became another.</summary>
    public static string LaneOf(Exchange exchange) => exchange.Translated is null && exchange.Embeddings is null ? "relay" : "translate";

    public static void SetUsage(Activity span, in Usage usage)
    {
        span.SetTag(TelemetryNames.GenInputTokens, usage.TotalInput);
        span.SetTag(TelemetryNames.GenOutputTokens, usage.TotalOutput);
        if (usage.CacheRead > 0)
        {
            span.SetTag(TelemetryNames.GenCacheRead, usage.CacheRead);
        }

        if (usage.CacheWrite5m + usage.CacheWrite1h is > 0 and var written)
        {
            span.SetTag(TelemetryNames.GenCacheWrite, written);
        }
    }

    private void Count(Exchange exchange, Deployment deployment, int number, AttemptOutcome outcome)
    {
        var usage = exchange.Answering ? exchange.Reading.Usage : null;
        meter.Count(new AttemptFigures(deployment.Upstream.Name, TelemetryWords.Of(outcome))
        {
            IsRetry = number > 1,
            Operation = OperationOf(exchange, deployment),
            Provider = TelemetryNames.ProviderOf(deployment.Upstream.Provider),
            Model = deployment.UpstreamModel,
            Address = deployment.Upstream.BaseUrl.Host,
            Error = ErrorOf(outcome),
            Duration = time.GetElapsedTime(exchange.AttemptTicks),
            FirstChunk = exchange is { WantsStream: true, FirstContentTicks: not 0 } ? time.GetElapsedTime(exchange.AttemptTicks, exchange.FirstContentTicks) : null,
            Input = usage?.TotalInput,
            Output = usage?.TotalOutput,
        });
    }

    private static void Describe(Activity span, Exchange exchange, AttemptOutcome outcome)
    {
        var reading = exchange.Reading;
        span.SetTag(TelemetryNames.Outcome, TelemetryWords.Of(outcome));
        if (exchange.Attempt is { } attempt)
        {
            span.SetTag(TelemetryNames.Protocol, TelemetryWords.Of(attempt.Call.Protocol));
            span.SetTag(TelemetryNames.Lane, LaneOf(exchange));
        }

        if (exchange.UpstreamStatus > 0)
        {
            span.SetTag(TelemetryNames.Status, exchange.UpstreamStatus);
        }

        if (exchange.Answering)
        {
            span.SetTag(TelemetryNames.GenResponseModel, Bounded(reading.ServedModel));
            span.SetTag(TelemetryNames.GenResponseId, Bounded(reading.ResponseId));
            if (Bounded(reading.StopReason) is { } reason)
            {
                span.SetTag(TelemetryNames.GenFinishReasons, new[] { reason });
            }

            if (reading.Usage is { } usage)
            {
                SetUsage(span, usage);
            }
        }

        if (ErrorOf(outcome) is { } error)
        {
            span.SetTag(TelemetryNames.ErrorType, error);
            span.SetStatus(ActivityStatusCode.Error);
        }
    }

    private static string OperationOf(Exchange exchange, Deployment deployment) =>
        exchange.Route.Route.Operation == Operation.Chat && deployment.SpokenTo(exchange.Route.Route.Protocol) == Protocol.Gemini
            ? TelemetryNames.GeminiOperation
            : TelemetryNames.OperationOf(TelemetryWords.Of(exchange.Route.Route.Operation));

    /// <summary>Null where nothing went wrong upstream: a client that leaves is no error of anybody's.</summary>
    private static string? ErrorOf(AttemptOutcome outcome) =>
        outcome is AttemptOutcome.Served or AttemptOutcome.ClientLeft or AttemptOutcome.Stopped ? null : TelemetryWords.Of(outcome);

    private static string? Bounded(string? word) => word is null || word.Length <= LongestWord ? word : word[..LongestWord];
}
