namespace Gantry.Billing;

/// <summary>Whose usage is read.</summary>
/// <param name="AccountId">The account that paid.</param>
/// <param name="MemberId">Where the account is a team: only what this person did with keys made there; null for all of it.</param>
public readonly record struct UsageOwner(Guid AccountId, Guid? MemberId = null)
{
    /// <summary>All that an account has paid for.</summary>
    public static implicit operator UsageOwner(Guid accountId) => new(accountId);
}
