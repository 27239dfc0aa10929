using Gantry.Billing;
using Gantry.Observe;
using Gantry.Protocols.Hub;

namespace Gantry.Relay;

/// <summary>What metrics say of a settled exchange: the figures of its usage record, so that both agree.</summary>
internal static class RequestMetrics
{
    public static void Count(GatewayMeter meter, Exchange exchange, UsageRecord record)
    {
        if (!meter.IsOn)
        {
            return;
        }

        // Of models only those of the catalogue: names that clients make up would grow the series without bounds.
        var request = new RequestFigures(
            TelemetryWords.Of(record.Protocol), TelemetryWords.Of(record.Operation), record.Group ?? TelemetryNames.None, exchange.ServedModel?.Id ?? TelemetryNames.None)
        {
            Outcome = TelemetryWords.Of(record.Outcome),
            Status = record.Status,
            Duration = TimeSpan.FromMicroseconds(record.DurationMicros),
            FirstContent = record.FirstContentMicros is { } micros ? TimeSpan.FromMicroseconds(micros) : null,
        };
        meter.Count(request);
        if (exchange.Key is not null)
        {
            CountTokens(meter, request, record.Usage);
            if (record.Charge is { } charge)
            {
                meter.CountCost(request, charge.FromAllowanceNanos + charge.FromWalletNanos);
            }
        }

        CountRefusal(meter, exchange);
    }

    private static void CountTokens(GatewayMeter meter, in RequestFigures request, in Usage usage)
    {
        meter.CountTokens(request, "input", usage.UncachedInput);
        meter.CountTokens(request, "cache_read", usage.CacheRead);
        meter.CountTokens(request, "cache_write_5m", usage.CacheWrite5m);
        meter.CountTokens(request, "cache_write_1h", usage.CacheWrite1h);
        meter.CountTokens(request, "audio_input", usage.AudioInput);
        meter.CountTokens(request, "image_input", usage.ImageInput);
        meter.CountTokens(request, "output", usage.Output);
        meter.CountTokens(request, "audio_output", usage.AudioOutput);
        meter.CountTokens(request, "image_output", usage.ImageOutput);
    }

    private static void CountRefusal(GatewayMeter meter, Exchange exchange)
    {
        if (exchange is not { Attempt: null, Error: { } error })
        {
            return;
        }

        // Before an attempt the gateway's own codes are constants of ours, and say more than the kind.
        meter.CountRefusal(error is { Origin: ErrorOrigin.Gateway, Code: { } code } ? code : TelemetryWords.Of(error.Kind));
        if (error.Code == ChargeErrors.NoLedger.Code)
        {
            meter.CountLedgerFailure();
        }

        if (exchange.Unheld is { } unheld)
        {
            meter.CountHoldRefusal(TelemetryWords.Of(unheld));
        }

        if (exchange.Limits?.Refusal is { } refusal)
        {
            meter.CountRateRefusal(TelemetryWords.Of(refusal.Scope.Owner), TelemetryWords.Of(refusal.Kind));
        }
    }
}
