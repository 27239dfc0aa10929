using Gantry.Billing.Pricing;

namespace Gantry.Billing.Ledger;

/// <summary>A wallet as the store has it.</summary>
/// <param name="WalletId">The wallet.</param>
/// <param name="Available">Can be spent; never below zero.</param>
/// <param name="Reserved">Set aside by open allowances; never below zero.</param>
/// <param name="Debt">Owed since a chargeback; above zero the wallet is blocked.</param>
public sealed record WalletBalance(Guid WalletId, Money Available, Money Reserved, Money Debt)
{
    /// <summary>What the owner still has, running requests not yet taken off.</summary>
    public Money Total => Available + Reserved;
}
