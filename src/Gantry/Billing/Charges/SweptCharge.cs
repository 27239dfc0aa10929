using Gantry.Billing.Pricing;
using Gantry.Protocols.Hub;

namespace Gantry.Billing.Charges;

/// <summary>Charges requests that a killed process left: by their last progress, as an answer that its upstream broke off (reliability §5.5 rule 5).</summary>
/// <param name="prices">Every version that a request of a former process may have been pinned to.</param>
internal sealed class SweptCharge(IReadOnlyDictionary<string, PriceVersion> prices) : IOrphanSettler
{
    public UsageRecord Compose(UsageRecord dispatched, UsageProgress? last)
    {
        var delivered = last is { ContentSeen: true };
        var usage = last?.Usage ?? default;
        var cost = delivered && dispatched.Charge is { } promised ? Cost(promised, usage) : Money.Zero;
        return dispatched with
        {
            Outcome = UsageOutcome.Interrupted,
            ErrorCode = UnpricedOrphans.ErrorCode,
            ErrorOrigin = ErrorOrigin.Gateway,
            Usage = usage,
            UsageSource = last is null ? UsageSource.None : UsageSource.Estimated,
            Charge = dispatched.Charge is { } charge ? Paid(charge, cost) : null,
            Trail = [.. dispatched.Trail.Where(attempt => attempt.Number < dispatched.Attempts), Attempt(dispatched, usage)],
        };
    }

    /// <summary>The try that was about to be made: what the upstream has charged for it, nobody here knows.</summary>
    private static AttemptRecord Attempt(UsageRecord dispatched, Usage usage) => new()
    {
        Id = Guid.CreateVersion7(dispatched.StartedAt),
        Number = dispatched.Attempts,
        Upstream = dispatched.Upstream ?? "",
        UpstreamModel = dispatched.UpstreamModel ?? "",
        CredentialId = dispatched.CredentialId,
        Usage = usage,
        CostStatus = AttemptCostStatus.Unknown,
    };

    private Money Cost(UsageCharge charge, Usage usage) => prices.TryGetValue(charge.PriceVersion, out var version)
        ? PriceEngine.Cost(new PinnedPrice(version, charge.MultiplierPpm), new BilledUsage(usage, charge.Tier, charge.Variant))
        : throw new InvalidOperationException($"The price version {charge.PriceVersion} is not known.");

    /// <summary>Out of the hold only: what the owner was not asked for while the request ran, a dead process cannot ask for now.</summary>
    private static UsageCharge Paid(UsageCharge charge, Money cost) => charge with
    {
        Reason = ChargeReason.Swept,
        CostNanos = cost.Nanos,
        FromAllowanceNanos = Math.Min(cost.Nanos, charge.HoldNanos),
        FromWalletNanos = 0,
    };
}
