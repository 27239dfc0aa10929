using Gantry.Billing;
using Gantry.Observe;
using Gantry.Protocols.Errors;

namespace Gantry.Relay;

/// <summary>Step 11: the usage record, the metrics and the log line of a finished exchange. Runs once per exchange, on every way out.</summary>
internal sealed class Settlement(IUsageSink sink, GatewayMeter meter, TimeProvider time, ILogger<Settlement> logger)
{
    /// <summary>Writes the record down; later calls for the same exchange do nothing.</summary>
    /// <remarks>
    /// Called as soon as the end of the answer has been seen and before its last bytes leave: what a client has received in full is in the
    /// journal, even when the process is killed at that moment.
    /// </remarks>
    public async ValueTask SettleAsync(Exchange exchange, UsageOutcome outcome)
    {
        if (exchange.Settled)
        {
            return;
        }

        exchange.Settled = true;
        exchange.Outcome = outcome;
        var record = Record(exchange, time.GetElapsedTime(exchange.StartedTicks));
        Observe(exchange, record);
        if (exchange.Key is null)
        {
            // Nobody to account it to: strangers must not be able to fill the usage log.
            return;
        }

        try
        {
            await sink.AppendAsync(record, CancellationToken.None);
        }
        catch (IOException failure)
        {
            RequestLog.JournalFailed(logger, exchange.RequestId, failure);
        }
    }

    private UsageRecord Record(Exchange exchange, TimeSpan duration) => new()
    {
        RequestId = exchange.RequestId,
        StartedAt = exchange.StartedAt,
        KeyId = exchange.Key?.Id,
        AccountId = exchange.Key?.AccountId,
        Group = exchange.Plan.Group?.Name,
        Model = exchange.Plan.Model?.Id ?? exchange.Model,
        Upstream = exchange.Attempt?.Deployment.Upstream.Name,
        UpstreamModel = exchange.Attempt?.Deployment.UpstreamModel,
        CredentialId = exchange.Attempt?.Credential?.Id,
        Protocol = exchange.Route.Route.Protocol,
        Operation = exchange.Route.Route.Operation,
        Streamed = exchange.Streamed,
        Status = exchange.Status,
        Outcome = exchange.Outcome,
        ErrorOrigin = exchange.Error?.Origin,
        ErrorCode = exchange.Error is { } error ? ProtocolErrors.Code(error) : null,
        Usage = exchange.EstimatedUsage ?? exchange.Reading.Usage ?? default,
        UsageSource = Source(exchange),
        StopReason = exchange.Reading.StopReason,
        UpstreamResponseId = exchange.Reading.ResponseId,
        Losses = exchange.Losses is { IsEmpty: false } losses ? losses.ToString() : null,
        FirstContentMicros = exchange.FirstContentTicks == 0 ? null : Micros(exchange, exchange.FirstContentTicks),
        DurationMicros = (long)duration.TotalMicroseconds,
        Attempts = exchange.Attempt?.Number ?? 0,
        RequestBytes = exchange.RequestBytes,
        ResponseBytes = exchange.ResponseBytes,
    };

    private static UsageSource Source(Exchange exchange)
    {
        if (exchange.EstimatedUsage is not null)
        {
            return UsageSource.Estimated;
        }

        if (exchange.Reading.Usage is null)
        {
            return UsageSource.None;
        }

        return exchange.Outcome == UsageOutcome.Completed ? UsageSource.Reported : UsageSource.Partial;
    }

    private long Micros(Exchange exchange, long ticks) =>
        (long)time.GetElapsedTime(exchange.StartedTicks, ticks).TotalMicroseconds;

    private void Observe(Exchange exchange, UsageRecord record)
    {
        var duration = TimeSpan.FromMicroseconds(record.DurationMicros);
        TimeSpan? firstContent = record.FirstContentMicros is { } micros ? TimeSpan.FromMicroseconds(micros) : null;
        meter.Count(record.Protocol.ToString(), record.Operation.ToString(), record.Outcome.ToString(), record.Status, duration, firstContent);
        if (logger.IsEnabled(LogLevel.Debug))
        {
            RequestLog.Finished(
                logger,
                exchange.RequestId,
                record.Protocol.ToString(),
                record.Operation.ToString(),
                exchange.Plan.Model?.Id,
                record.Upstream,
                record.Status,
                record.Outcome.ToString(),
                record.DurationMicros / 1000);
        }
    }
}
