using Gantry.Billing.Pricing;

namespace Gantry.Billing.Caps;

/// <summary>A bound on what may be spent in a window of time. Exact: what runs is counted with what has been charged (reliability L-3).</summary>
/// <param name="Scope">Whose spending.</param>
/// <param name="Id">The id of the key or account, the name of the group.</param>
/// <param name="Window">Over what time.</param>
/// <param name="Limit">The most that may be charged in one window.</param>
/// <param name="Zone">Where days, weeks and months begin at midnight: the zone of the owner.</param>
public sealed record SpendCap(SpendScope Scope, string Id, SpendWindow Window, Money Limit, TimeZoneInfo Zone);
