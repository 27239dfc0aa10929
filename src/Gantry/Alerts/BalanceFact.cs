using Gantry.Billing.Pricing;

namespace Gantry.Alerts;

/// <summary>What an account has left.</summary>
/// <param name="AccountId">Whose.</param>
/// <param name="Email">Of the account, or the team's name behind the word.</param>
/// <param name="Total">Available and reserved.</param>
/// <param name="LastTopUp">What came in last.</param>
/// <param name="Threshold">Its own; null for none.</param>
public sealed record BalanceFact(Guid AccountId, string Email, Money Total, Money LastTopUp, Money? Threshold);
