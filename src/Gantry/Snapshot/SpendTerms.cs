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

    /// <summary>The key's caps, then its account's: both in the zone of the account.</summary>
    public static ImmutableArray<SpendCap> CapsOf(ApiKeyRow key, AccountRow? account, TimeZoneInfo zone) =>
    [
        .. Caps(SpendScope.Key, key.Id.ToString(), key.SpendCaps, zone),
        .. account is null ? [] : Caps(SpendScope.Account, account.Id.ToString(), account.SpendCaps, zone),
    ];

    public static ImmutableArray<SpendCap> CapsOf(GroupRow group, TimeZoneInfo gateway) => [.. Caps(SpendScope.Group, group.Name, group.SpendCaps, gateway)];

    /// <summary>Null for none.</summary>
    public static PlanTerms? PlanOf(AccountRow? account, CatalogIndex catalog) =>
        account?.Plan is { } name && catalog.Plans.TryGetValue(name, out var plan) ? new PlanTerms(plan.Name, new Money(plan.AmountNanos), plan.Period, plan.Overflow) : null;

    private static IEnumerable<SpendCap> Caps(SpendScope scope, string id, ImmutableArray<SpendLimit> limits, TimeZoneInfo zone) =>
        limits.Select(limit => new SpendCap(scope, id, limit.Window, limit.Amount, zone));

    private static TimeZoneInfo? Find(string? name) => string.IsNullOrEmpty(name) ? null : TimeZoneNames.Find(name);
}
