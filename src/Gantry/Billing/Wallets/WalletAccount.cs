using Gantry.Billing.Pricing;

namespace Gantry.Billing.Wallets;

/// <summary>One wallet as this process knows it: what of its allowance is free. Read and changed under the lock of <see cref="WalletDesk"/> only.</summary>
internal sealed class WalletAccount(Guid walletId, Guid allowanceId, DateTimeOffset now)
{
    public Guid WalletId => walletId;

    public Guid AllowanceId => allowanceId;

    /// <summary>Set aside durably and held by no request.</summary>
    public Money Free { get; set; }

    /// <summary>Requests that hold something.</summary>
    public int Holds { get; set; }

    /// <summary>When a request last took or gave back something.</summary>
    public DateTimeOffset UsedAt { get; set; } = now;

    /// <summary>How many refills have begun.</summary>
    public long Refills { get; set; }

    /// <summary>The refill that has begun; null for none. One at a time: the database would serialise them anyway.</summary>
    public Task<Refill>? Refilling { get; set; }

    /// <summary>A refill has lately found less than it wanted: nothing is fetched ahead of need.</summary>
    public DateTimeOffset ShortUntil { get; set; }
}
