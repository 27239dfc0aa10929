namespace Gantry.Billing.Wallets;

/// <summary>A hold, or why there is none.</summary>
/// <param name="Hold">Null where it was refused.</param>
/// <param name="Refusal">Null where it was granted.</param>
internal readonly record struct HoldOutcome(Hold? Hold, HoldRefusal? Refusal);
