using Gantry.Billing.Pricing;

namespace Gantry.Billing.Ledger;

/// <summary>Redemption codes to be made.</summary>
/// <param name="Amount">What each use of each code is worth.</param>
/// <param name="Uses">How many accounts may use one code, once each.</param>
/// <param name="ExpiresAt">Null for never.</param>
/// <param name="Actor">Who makes them.</param>
internal sealed record VoucherRequest(Money Amount, int Uses, DateTimeOffset? ExpiresAt, string Actor);
