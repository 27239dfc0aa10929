using Gantry.Billing.Caps;
using Gantry.Billing.Ledger;
using Gantry.Billing.Pricing;

namespace Gantry.Billing.Wallets;

/// <summary>Money set aside for one running request. Belongs to the request; changed by <see cref="WalletDesk"/> only.</summary>
internal sealed class Hold
{
    internal Hold(WalletAccount wallet, Spender spender, DateTimeOffset startedAt, Money amount)
    {
        Wallet = wallet;
        Spender = spender;
        StartedAt = startedAt;
        Amount = amount;
    }

    public Guid WalletId => Wallet.WalletId;

    /// <summary>The durable reservation that it is a part of.</summary>
    public Guid AllowanceId => Wallet.AllowanceId;

    /// <summary>Set aside so far, extensions included.</summary>
    public Money Amount { get; internal set; }

    /// <summary>The start of the request: it counts in the windows that hold this moment.</summary>
    public DateTimeOffset StartedAt { get; }

    /// <summary>The plan that pays; null where the account's own wallet does.</summary>
    internal PlanWallet? Plan { get; set; }

    internal WalletAccount Wallet { get; set; }

    internal Spender Spender { get; }

    internal bool Closed { get; set; }
}
