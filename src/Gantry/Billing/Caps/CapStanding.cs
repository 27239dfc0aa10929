using Gantry.Billing.Pricing;

namespace Gantry.Billing.Caps;

/// <summary>How far a spend cap is used up.</summary>
/// <param name="Charged">By this run.</param>
/// <param name="Others">By other runs; null where nobody has asked the store.</param>
/// <param name="Refused">A request was refused for it in this window, by this run.</param>
public readonly record struct CapStanding(Money Charged, Money? Others, bool Refused);
