using Gantry.Billing.Pricing;

namespace Gantry.Billing.Ledger;

/// <summary>A redemption code without its secret.</summary>
internal sealed record Voucher
{
    public required Guid Id { get; init; }

    /// <summary>The beginning of the code.</summary>
    public required string Display { get; init; }

    public required Money Amount { get; init; }

    public required int Uses { get; init; }

    public required int MaxUses { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string CreatedBy { get; init; }
}
