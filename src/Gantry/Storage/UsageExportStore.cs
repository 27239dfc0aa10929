using System.Text;
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
            // Only what is asked for: the engine chooses an index by it.
            var where = new StringBuilder("started_at >= @from AND started_at < @to");
            if (after is not null) where.Append(" AND (started_at > @from OR request_id > @last)");
            if (filter.AccountId is { } owner) where.Append(" AND ").Append(UsageOwnerSql.Of(new UsageOwner(owner, filter.MemberId)));
            if (filter.KeyId is not null) where.Append(" AND key_id = @key");
            if (filter.Model is not null) where.Append(" AND model = @model");
            return (IReadOnlyList<ExportedUsage>)(await connection.QueryAsync<ExportedUsage>(
                $"SELECT {Columns} FROM usage_records WHERE {where} ORDER BY started_at, request_id LIMIT @limit",
                new
                {
                    from = after?.StartedAt ?? UnixMicros.Of(filter.From),
                    to = UnixMicros.Of(filter.To),
                    last = after?.RequestId,
                    owner = filter.AccountId?.ToString(),
                    member = filter.MemberId?.ToString(),
                    key = filter.KeyId?.ToString(),
                    model = filter.Model,
                    limit,
                })).AsList();
        },
        cancellation);

    private static string ColumnOf(string property) => property switch
    {
        nameof(ExportedUsage.CacheWrite5m) => "cache_write_5m",
        nameof(ExportedUsage.CacheWrite1h) => "cache_write_1h",
        _ => EnumWords.Snake(property),
    };
}
