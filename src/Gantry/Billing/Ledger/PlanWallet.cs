using Gantry.Billing.Caps;

namespace Gantry.Billing.Ledger;

/// <summary>
/// The wallet of an account's plan for one period. Its terms are those of the moment when it was opened; only its amount may still grow. The
/// periods of an account never overlap.
/// </summary>
/// <param name="WalletId">Its wallet in the ledger.</param>
/// <param name="AccountId">Whose.</param>
/// <param name="Terms">As they were; the amount is all that was granted for the period.</param>
/// <param name="Span">From when to when it can be spent.</param>
internal sealed record PlanWallet(Guid WalletId, Guid AccountId, PlanTerms Terms, SpendSpan Span)
{
    /// <summary>A plan of the same name now grants more than this period was given.</summary>
    public bool IsShortOf(PlanTerms? now) => now is not null && now.Name == Terms.Name && now.Amount > Terms.Amount;
}
