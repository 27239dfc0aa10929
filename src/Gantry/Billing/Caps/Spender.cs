using System.Collections.Immutable;

namespace Gantry.Billing.Caps;

/// <summary>Everybody whose spending a request counts to.</summary>
/// <param name="KeyId">The key.</param>
/// <param name="AccountId">Its account.</param>
/// <param name="Group">The group that serves.</param>
/// <param name="Zone">Where the days of the key and the account begin.</param>
/// <param name="Caps">Caps of the key, of who made it in a team, and of its account.</param>
/// <param name="GroupCaps">Caps of the group.</param>
/// <param name="GroupZone">Where the days of groups begin.</param>
public readonly record struct Spender(
    Guid KeyId,
    Guid AccountId,
    string Group,
    TimeZoneInfo Zone,
    ImmutableArray<SpendCap> Caps,
    ImmutableArray<SpendCap> GroupCaps,
    TimeZoneInfo GroupZone)
{
    /// <summary>Who made the key, where the account is a team and the key somebody's.</summary>
    public Guid? MemberId { get; init; }

    internal TeamMember? Member => MemberId is { } person ? new TeamMember(AccountId, person) : null;
}
