using Gantry.Protocols.Hub;

namespace Gantry.Billing;

/// <summary>Ends requests of a killed process without knowing any price: they are written down, and cost nothing.</summary>
internal sealed class UnpricedOrphans : IOrphanSettler
{
    /// <summary>The error code of such a request.</summary>
    public const string ErrorCode = "gateway_killed";

    public UsageRecord Compose(UsageRecord dispatched, UsageProgress? last) => dispatched with
    {
        Outcome = UsageOutcome.Interrupted,
        ErrorCode = ErrorCode,
        ErrorOrigin = ErrorOrigin.Gateway,
        Usage = last?.Usage ?? dispatched.Usage,
        UsageSource = UsageSource.Estimated,
        Charge = dispatched.Charge is { } charge
            ? charge with { Reason = ChargeReason.Swept, CostNanos = 0, FromAllowanceNanos = 0, FromWalletNanos = 0 }
            : null,
    };
}
