using System.Collections.Immutable;

namespace Gantry.Management.Http;

/// <summary>What admin tokens may be limited to. None includes another: reading is said apart from writing.</summary>
internal static class ManageScopes
{
    public const string CatalogRead = "catalog:read";
    public const string CatalogWrite = "catalog:write";
    public const string KeysRead = "keys:read";
    public const string KeysWrite = "keys:write";
    public const string AccountsRead = "accounts:read";
    public const string AccountsWrite = "accounts:write";
    public const string MoneyRead = "money:read";
    public const string MoneyWrite = "money:write";
    public const string UsageRead = "usage:read";
    public const string AuditRead = "audit:read";
    public const string SettingsRead = "settings:read";
    public const string SettingsWrite = "settings:write";

    public static readonly ImmutableArray<string> All =
    [
        CatalogRead, CatalogWrite, KeysRead, KeysWrite, AccountsRead, AccountsWrite, MoneyRead, MoneyWrite, UsageRead, AuditRead, SettingsRead, SettingsWrite,
    ];
}
