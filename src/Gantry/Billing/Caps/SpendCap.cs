using Gantry.Billing.Pricing;

namespace Gantry.Billing.Caps;

/// <summary>A bound on what may be spent in a window of time. Exact: what runs is counted with what has been charged (reliability L-3).</summary>
/// <param name="Scope">Whose spending.</param>
/// <param name="Id">The id of the key or account, that of a <see cref="TeamMember"/>, the name of the group.</param>
/// <param name="Window">Over what time.</param>
/// <param name="Limit">The most that may be charged in one window.</param>
/// <param name="Zone">Where days, weeks and months begin at midnight: the zone of the owner.</param>
public sealed record SpendCap(SpendScope Scope, string Id, SpendWindow Window, Money Limit, TimeZoneInfo Zone)
{
    /// <summary>The name of the team, where the cap is a team's, or that of one of its members or keys.</summary>
    public string? Team { get; init; }
}
