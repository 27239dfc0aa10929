using System.Collections.Immutable;
using Gantry.Billing.Caps;
using Gantry.Billing.Ledger;
using Gantry.Billing.Pricing;
using Gantry.Catalog;

namespace Gantry.Snapshot;

/// <summary>Zones and spend caps of rows that the rules have accepted.</summary>
internal static class SpendTerms
{
    public static TimeZoneInfo ZoneOfGateway(CatalogRows rows) => Find(rows.Setting(SettingRow.TimeZone)) ?? TimeZoneInfo.Utc;

    /// <summary>The account's own zone, else that of the gateway.</summary>
    public static TimeZoneInfo ZoneOf(AccountRow? account, TimeZoneInfo gateway) => Find(account?.TimeZone) ?? gateway;

    /// <summary>The key's caps, then the budget of whose it is in a team, then its account's: all in the zone of the account.</summary>
    public static ImmutableArray<SpendCap> CapsOf(ApiKeyRow key, AccountRow? account, TeamMemberRow? member, TimeZoneInfo zone)
    {
        var team = account is { Kind: AccountKind.Team } ? account.Email : null;
        return
        [
            .. Caps(SpendScope.Key, key.Id.ToString(), key.SpendCaps, zone, team),
            .. member is null ? [] : Caps(SpendScope.Member, new TeamMember(member.TeamId, member.AccountId).ToString(), member.SpendCaps, zone, team),
            .. account is null ? [] : Caps(SpendScope.Account, account.Id.ToString(), account.SpendCaps, zone, team),
        ];
    }

    public static ImmutableArray<SpendCap> CapsOf(GroupRow group, TimeZoneInfo gateway) => [.. Caps(SpendScope.Group, group.Name, group.SpendCaps, gateway)];

    /// <summary>Null for none.</summary>
    public static PlanTerms? PlanOf(AccountRow? account, CatalogIndex catalog) =>
        account?.Plan is { } name && catalog.Plans.TryGetValue(name, out var plan) ? new PlanTerms(plan.Name, new Money(plan.AmountNanos), plan.Period, plan.Overflow) : null;

    private static IEnumerable<SpendCap> Caps(SpendScope scope, string id, ImmutableArray<SpendLimit> limits, TimeZoneInfo zone, string? team = null) =>
        limits.Select(limit => new SpendCap(scope, id, limit.Window, limit.Amount, zone) { Team = team });

    private static TimeZoneInfo? Find(string? name) => string.IsNullOrEmpty(name) ? null : TimeZoneNames.Find(name);
}
