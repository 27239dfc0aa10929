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
        Group = exchange.Group?.Name,
        Model = exchange.ServedModel?.Id ?? exchange.Model,
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
        Session = SessionHeaders.Find(exchange.Http.Request.Headers) is { } session ? SessionPrint.Of(session) : null,
        DurationMicros = (long)duration.TotalMicroseconds,
        Attempts = exchange.Failed.Length + (exchange.Attempt is null ? 0 : 1),
        RequestBytes = exchange.RequestBytes,
        ResponseBytes = exchange.ResponseBytes,
    };

    /// <summary>One try, with what the upstream takes for it.</summary>
    /// <param name="exchange">The exchange, as the attempt has left it.</param>
    /// <param name="attempt">The attempt.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="now">The time.</param>
    /// <param name="startedMicros">When it began, after the request.</param>
    /// <param name="durationMicros">How long it took.</param>
    public static AttemptRecord Attempt(Exchange exchange, Attempt attempt, AttemptOutcome outcome, DateTimeOffset now, long startedMicros, long durationMicros)
    {
        var usage = exchange.Answering ? exchange.Reading.Usage ?? exchange.EstimatedUsage : null;
        var (cost, price) = (attempt.Deployment.CostPrice, exchange.Route.Route.Metered ? attempt.Deployment.Price : null);
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
            CostStatus = Status(exchange, outcome, usage),
            Outcome = outcome,
            Group = attempt.Candidate.Group.Name,
            PriceVersion = price?.Version.Id,
            MultiplierPpm = price?.MultiplierPpm ?? 0,
            StartedMicros = startedMicros,
            DurationMicros = durationMicros,
        };
    }

    private static AttemptCostStatus Status(Exchange exchange, AttemptOutcome outcome, Usage? usage)
    {
        if (usage is not null)
        {
            return exchange.EstimatedUsage is null && exchange.Reading.TerminalSeen ? AttemptCostStatus.Exact : AttemptCostStatus.Estimated;
        }

        // A refusal costs nothing, and what was never sent neither. Else nobody knows what the upstream has done.
        return exchange.UpstreamStatus >= 400 || IsUnsent(outcome) ? AttemptCostStatus.Zero : AttemptCostStatus.Unknown;
    }

    private static bool IsUnsent(AttemptOutcome outcome) => outcome is AttemptOutcome.Unsigned or AttemptOutcome.AddressRefused or AttemptOutcome.DnsFailed
        or AttemptOutcome.ConnectFailed or AttemptOutcome.TlsFailed or AttemptOutcome.ProxyFailed;

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
