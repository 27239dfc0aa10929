using System.Collections.Frozen;
using Gantry.Catalog;

namespace Gantry.Snapshot;

/// <summary>Rate limits of rows that the rules have accepted.</summary>
internal static class LimitTerms
{
    /// <summary>The key's own, else the gateway's defaults; null for none.</summary>
    public static RateLimit? Of(ApiKeyRow key, RateTerms? defaults) => Of(new RateScope(RateOwner.Key, key.Id.ToString()), key.RateLimits ?? defaults);

    public static RateLimit? Of(AccountRow? account) => account is null ? null : Of(new RateScope(RateOwner.Account, account.Id.ToString()), account.RateLimits);

    public static RateLimit? Of(GroupRow row) => Of(new RateScope(RateOwner.Group, row.Name), row.RateLimits);

    /// <summary>By the ids of models.</summary>
    public static FrozenDictionary<string, RateLimit> OfModels(GroupRow row, CatalogIndex catalog) => row.ModelRateLimits
        .Select(terms => Of(new RateScope(RateOwner.Model, row.Name, catalog.ModelNames[terms.Model].Id), terms.Limits))
        .OfType<RateLimit>()
        .ToFrozenDictionary(limit => limit.Scope.Model!);

    public static AddressTerms Addresses(CatalogRows rows) => new()
    {
        RequestsPerMinute = RateSettings.Number(rows, RateSettings.AddressRequests),
        Connections = RateSettings.Number(rows, RateSettings.AddressConnections) ?? RateSettings.UsualConnections,
        Exempt = RateSettings.Exempt(rows) ?? new AddressTerms().Exempt,
    };

    public static QueueTerms Queue(CatalogRows rows) => new(
        TimeSpan.FromSeconds(RateSettings.Number(rows, RateSettings.QueueSeconds) ?? RateSettings.UsualSeconds),
        (int)(RateSettings.Number(rows, RateSettings.QueueWaiting) ?? RateSettings.UsualWaiting));

    private static RateLimit? Of(RateScope scope, RateTerms? terms) =>
        terms is null || terms == new RateTerms() ? null : new RateLimit(scope, terms.RequestsPerMinute, terms.TokensPerMinute, terms.Concurrent);
}
