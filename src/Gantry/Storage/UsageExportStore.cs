using Dapper;
using Gantry.Billing;
using Gantry.Billing.Exports;
using Gantry.Catalog;

namespace Gantry.Storage;

/// <summary>Pages of usage records by their place in an index: each page costs the same, the last one as well.</summary>
internal sealed class UsageExportStore(IDatabase database) : IUsageExportStore
{
    private static readonly string Columns = string.Join(
        ", ",
        typeof(ExportedUsage).GetProperties().Where(p => p.CanWrite).Select(p => $"{ColumnOf(p.Name)} AS {p.Name}"));

    public Task<IReadOnlyList<ExportedUsage>> PageAsync(ExportFilter filter, ExportedUsage? after, int limit, CancellationToken cancellation) => database.ReadAsync(
        async connection =>
        {
            var wanted = new UsageFilter
            {
                Owner = filter.AccountId is { } owner ? new UsageOwner(owner, filter.MemberId) : null,
                Key = filter.KeyId,
                Model = filter.Model,
                Group = filter.Group,
                Outcome = filter.Outcome,
                Status = filter.Status,
                RequestId = filter.RequestId,
                From = filter.From,
                To = filter.To,
            };
            var given = UsageFilterSql.Parameters(wanted);
            given.Add("at", after?.StartedAt);
            given.Add("last", after?.RequestId);
            given.Add("limit", limit);
            var place = after is null ? null : "started_at >= @at AND (started_at > @at OR request_id > @last)";
            return (IReadOnlyList<ExportedUsage>)(await connection.QueryAsync<ExportedUsage>(UsageFilterSql.Select(Dialect.Of(connection), Columns, wanted, place, newestFirst: false), given)).AsList();
        },
        cancellation);

    private static string ColumnOf(string property) => property switch
    {
        nameof(ExportedUsage.CacheWrite5m) => "cache_write_5m",
        nameof(ExportedUsage.CacheWrite1h) => "cache_write_1h",
        _ => EnumWords.Snake(property),
    };
}
