using Gantry.Billing.Pricing;

namespace Gantry.Alerts;

/// <summary>What a key was charged in an hour.</summary>
/// <param name="KeyId">The key.</param>
/// <param name="AccountId">Its account.</param>
/// <param name="Hour">The beginning of the hour, UTC.</param>
/// <param name="Charged">Refunds taken off.</param>
public sealed record HourFact(Guid KeyId, Guid AccountId, DateTimeOffset Hour, Money Charged);
