using System.Diagnostics;
using Gantry.Billing;
using Gantry.Observe;
using Gantry.Protocols.Hub;

namespace Gantry.Relay;

/// <summary>The span of a client's request, from its arrival to its last byte. Ids, names of the configuration and counts; nothing that a client wrote.</summary>
internal static class RequestSpans
{
    /// <summary>Begins it where somebody listens.</summary>
    public static Activity? Begin(GatewayTraces traces, Exchange exchange)
    {
        var route = exchange.Route.Route;
        // The templates have few values. What stands in the path itself may be a model that nobody knows.
        var span = traces.Begin(route.Pattern, exchange.Http.Request.Headers["traceparent"] is [{ } client] ? client : null);
        if (span is { IsAllDataRequested: true })
        {
            var template = $"/{exchange.Route.Version}{route.Pattern}";
            span.DisplayName = $"{route.Method} {template}";
            span.SetTag(TelemetryNames.Method, route.Method);
            span.SetTag(TelemetryNames.Route, template);
            span.SetTag(TelemetryNames.RequestId, exchange.RequestId);
            span.SetTag(TelemetryNames.Protocol, TelemetryWords.Of(route.Protocol));
            span.SetTag(TelemetryNames.Operation, TelemetryWords.Of(route.Operation));
            span.SetTag(TelemetryNames.GenOperation, TelemetryNames.OperationOf(TelemetryWords.Of(route.Operation)));
        }

        return span;
    }

    /// <summary>Ends it, once the exchange is settled.</summary>
    public static void End(Exchange exchange, TimeProvider time)
    {
        if (exchange.Span is not { } span)
        {
            return;
        }

        if (span.IsAllDataRequested)
        {
            Describe(span, exchange, time);
        }

        span.Dispose();
    }

    private static void Describe(Activity span, Exchange exchange, TimeProvider time)
    {
        span.SetTag(TelemetryNames.Group, exchange.Group?.Name);
        span.SetTag(TelemetryNames.KeyId, exchange.Key?.Id.ToString());
        span.SetTag(TelemetryNames.AccountId, exchange.Key?.AccountId.ToString());
        span.SetTag(TelemetryNames.GenRequestModel, exchange.ServedModel?.Id);
        span.SetTag(TelemetryNames.Stream, exchange.WantsStream || exchange.Streamed);
        span.SetTag(TelemetryNames.Outcome, TelemetryWords.Of(exchange.Outcome));
        span.SetTag(TelemetryNames.AttemptCount, exchange.Failed.Length + (exchange.Attempt is null ? 0 : 1));
        if (exchange.Attempt is not null)
        {
            span.SetTag(TelemetryNames.Lane, AttemptTelemetry.LaneOf(exchange));
        }

        if (exchange.Status > 0)
        {
            span.SetTag(TelemetryNames.Status, exchange.Status);
        }

        if (exchange.FirstContentTicks != 0)
        {
            span.SetTag(TelemetryNames.FirstContent, time.GetElapsedTime(exchange.StartedTicks, exchange.FirstContentTicks).TotalSeconds);
        }

        if ((exchange.EstimatedUsage ?? exchange.Reading.Usage) is { } usage)
        {
            AttemptTelemetry.SetUsage(span, usage);
        }

        if (exchange.Paid is { } charge)
        {
            span.SetTag(TelemetryNames.Cost, charge.FromAllowanceNanos + charge.FromWalletNanos);
        }

        if (exchange.Error is { } error && exchange.Outcome != UsageOutcome.ClientLeft)
        {
            span.SetTag(TelemetryNames.ErrorType, TelemetryWords.Of(error.Kind));
            // What the client did wrong is no failure of the server's.
            if (error.Origin != ErrorOrigin.Client)
            {
                span.SetStatus(ActivityStatusCode.Error);
            }
        }
    }
}
