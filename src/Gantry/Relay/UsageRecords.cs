using Gantry.Billing;
using Gantry.Billing.Pricing;
using Gantry.Protocols.Errors;
using Gantry.Protocols.Hub;

namespace Gantry.Relay;

/// <summary>The usage record of an exchange, as far as it has come.</summary>
internal static class UsageRecords
{
    public static UsageRecord Of(Exchange exchange, TimeSpan duration) => new()
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
        DurationMicros = (long)duration.TotalMicroseconds,
        Attempts = exchange.Attempt?.Number ?? 0,
        RequestBytes = exchange.RequestBytes,
        ResponseBytes = exchange.ResponseBytes,
    };

    /// <summary>One try, with what the upstream takes for it.</summary>
    public static AttemptRecord Attempt(Exchange exchange, Attempt attempt, bool served, DateTimeOffset now)
    {
        var usage = served ? exchange.Reading.Usage ?? exchange.EstimatedUsage : null;
        var cost = attempt.Deployment.CostPrice;
        return new AttemptRecord
        {
            Id = Guid.CreateVersion7(now),
            Number = attempt.Number,
            Upstream = attempt.Deployment.Upstream.Name,
            UpstreamModel = attempt.Deployment.UpstreamModel,
            CredentialId = attempt.Credential?.Id,
            Status = exchange.UpstreamStatus,
            Usage = usage ?? default,
            CostNanos = cost is not null && usage is { } counts
                ? PriceEngine.Cost(new PinnedPrice(cost, PinnedPrice.Par), new BilledUsage(counts, ServiceTiers.Of(exchange.Reading.ServiceTier))).Nanos
                : 0,
            CostStatus = Status(exchange, served, usage),
        };
    }

    private static AttemptCostStatus Status(Exchange exchange, bool served, Usage? usage)
    {
        if (!served)
        {
            // A refusal costs nothing. Where nothing was heard, nobody knows what the upstream has done.
            return exchange.UpstreamStatus >= 400 ? AttemptCostStatus.Zero : AttemptCostStatus.Unknown;
        }

        if (usage is null)
        {
            return AttemptCostStatus.Unknown;
        }

        return exchange.EstimatedUsage is null && exchange.Reading.TerminalSeen ? AttemptCostStatus.Exact : AttemptCostStatus.Estimated;
    }

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

        return exchange.Outcome == UsageOutcome.Completed || exchange.Reading.TerminalSeen ? UsageSource.Reported : UsageSource.Partial;
    }
}
