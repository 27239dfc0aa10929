using Gantry.Billing;
using Gantry.Observe;

namespace Gantry.Relay;

/// <summary>Step 11: the usage record, the metrics and the log line of a finished exchange. Runs once per exchange, on every way out.</summary>
internal sealed class Settlement(IUsageSink sink, Charging charging, GatewayMeter meter, TimeProvider time, ILogger<Settlement> logger)
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
        exchange.CameWhole = outcome == UsageOutcome.Completed;
        exchange.Outcome = exchange.Watched.ClientGone ? UsageOutcome.ClientLeft : outcome;
        exchange.Paid = charging.Close(exchange);
        if (exchange.Paid is { } charge)
        {
            CostHeaders.Tell(exchange, charge);
        }

        var record = UsageRecords.Of(exchange, time.GetElapsedTime(exchange.StartedTicks)) with
        {
            FirstContentMicros = exchange.FirstContentTicks == 0 ? null : Micros(exchange, exchange.FirstContentTicks),
            Charge = exchange.Paid,
            Trail = exchange.Attempt is { } last ? exchange.Failed.Add(Ended(exchange, last, Outcomes.OfEnd(exchange))) : exchange.Failed,
        };
        exchange.Limits?.End(record.Usage.TotalInput + record.Usage.TotalOutput);
        Observe(exchange, record);
        if (exchange.Key is null)
        {
            // Nobody to account it to: strangers must not be able to fill the usage log.
            return;
        }

        try
        {
            await (exchange.Charge?.Ticket is { } ticket ? sink.AppendAsync(record, ticket) : sink.AppendAsync(record, CancellationToken.None));
        }
        catch (IOException failure)
        {
            RequestLog.JournalFailed(logger, exchange.RequestId, failure);
        }
    }

    /// <summary>One try, as it has ended.</summary>
    public AttemptRecord Ended(Exchange exchange, Attempt attempt, AttemptOutcome outcome) => UsageRecords.Attempt(
        exchange, attempt, outcome, time.GetUtcNow(), Micros(exchange, exchange.AttemptTicks), (long)time.GetElapsedTime(exchange.AttemptTicks).TotalMicroseconds);

    private long Micros(Exchange exchange, long ticks) =>
        (long)time.GetElapsedTime(exchange.StartedTicks, ticks).TotalMicroseconds;

    private void Observe(Exchange exchange, UsageRecord record)
    {
        RequestMetrics.Count(meter, exchange, record);
        if (logger.IsEnabled(LogLevel.Debug))
        {
            RequestLog.Finished(
                logger,
                exchange.RequestId,
                record.Protocol.ToString(),
                record.Operation.ToString(),
                exchange.ServedModel?.Id,
                record.Upstream,
                record.Status,
                record.Outcome.ToString(),
                record.DurationMicros / 1000);
        }
    }
}
