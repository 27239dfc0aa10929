using Gantry.Billing.Pricing;

namespace Gantry.Billing;

/// <summary>
/// What a request cost and what its wallet pays for it. The gateway says what it has set aside; the store moves the money in the transaction
/// that inserts the usage record, and writes down there what was truly paid.
/// </summary>
public sealed record UsageCharge
{
    public required Guid WalletId { get; init; }

    /// <summary>The durable reservation that the hold was taken from; null where nothing is ever charged (free models).</summary>
    public Guid? AllowanceId { get; init; }

    /// <summary>The process that took the hold; see <c>runs</c> in the store.</summary>
    public long Run { get; init; }

    /// <summary>Set aside at most, extensions included, in nano-USD.</summary>
    public long HoldNanos { get; init; }

    /// <summary>The exact price of the usage after the policy on cancels and failures, rounded up once, in nano-USD.</summary>
    public long CostNanos { get; init; }

    /// <summary>The part of the cost that the allowance pays, in nano-USD.</summary>
    public long FromAllowanceNanos { get; init; }

    /// <summary>The part that the wallet is to pay beyond the allowance, as far as it can; the house carries the rest. In nano-USD.</summary>
    public long FromWalletNanos { get; init; }

    /// <summary>The id of the pinned price version.</summary>
    public required string PriceVersion { get; init; }

    /// <summary>The pinned factor of the group in parts per million.</summary>
    public long MultiplierPpm { get; init; }

    public ServiceTier Tier { get; init; }

    /// <summary>Quality and size of pictures, where they decide on the price.</summary>
    public string? Variant { get; init; }

    /// <summary>The group's policy that was in force.</summary>
    public CancelPolicy Policy { get; init; }

    /// <summary>Why the cost is not simply that of the reported usage.</summary>
    public ChargeReason Reason { get; init; }
}
