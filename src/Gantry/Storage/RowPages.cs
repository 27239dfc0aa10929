using Dapper;
using Gantry.Catalog;

namespace Gantry.Storage;

/// <summary>Pages of the catalogue's long tables. Each query runs along the index of its order.</summary>
internal sealed class RowPages(IDatabase database) : IRowPages
{
    private const string OfAccount = "k.account_id = @account";

    private const string OfPerson =
        "(k.account_id = @person OR (k.member_id = @person AND EXISTS (SELECT 1 FROM team_members m WHERE m.team_id = k.account_id AND m.account_id = @person)))";

    public Task<IReadOnlyList<ApiKeyRow>> KeysAsync(KeyPageQuery query, CancellationToken cancellation) => database.ReadAsync(
        async connection =>
        {
            var rows = await connection.QueryAsync<CatalogRecords.ApiKey>(
                KeysSql(query),
                new
                {
                    account = query.Reach.Account?.ToString(),
                    person = query.Reach.Person?.ToString(),
                    from = query.Search,
                    to = LikeText.End(query.Search),
                    like = LikeText.Prefix(query.Search),
                    name = query.After?.Name,
                    id = query.After?.Id,
                    query.Limit,
                });
            return (IReadOnlyList<ApiKeyRow>)[.. rows.Select(r => r.ToRow())];
        },
        cancellation);

    public Task<ApiKeyRow?> KeyAsync(Guid id, KeyReach reach, CancellationToken cancellation) => database.ReadAsync(
        async connection => (await connection.QueryFirstOrDefaultAsync<CatalogRecords.ApiKey>(
            $"{CatalogSql.KeyColumns} WHERE {string.Join(" AND ", [.. Conditions(reach), "k.id = @id"])}",
            new { id = id.ToString(), account = reach.Account?.ToString(), person = reach.Person?.ToString() }))?.ToRow(),
        cancellation);

    public Task<IReadOnlyList<AccountRow>> AccountsAsync(AccountPageQuery query, CancellationToken cancellation) => database.ReadAsync(
        async connection =>
        {
            var rows = await connection.QueryAsync<CatalogRecords.Account>(
                $"""
                {CatalogSql.AccountColumns}
                WHERE kind = @kind AND email > @After {(query.Search is null ? "" : @"AND email >= @from AND email < @to AND email LIKE @like ESCAPE '\'")} AND (@role IS NULL OR role = @role)
                  AND (@disabled IS NULL OR (disabled_by IS NOT NULL) = (@disabled = 1))
                ORDER BY email LIMIT @Limit
                """,
                new
                {
                    kind = EnumWords.Of(query.Kind),
                    After = query.After ?? "",
                    from = query.Search?.ToLowerInvariant(),
                    to = LikeText.End(query.Search?.ToLowerInvariant()),
                    like = LikeText.Prefix(query.Search?.ToLowerInvariant()),
                    role = query.Role is { } role ? EnumWords.Of(role) : null,
                    disabled = query.Disabled is { } off ? off ? 1L : 0L : (long?)null,
                    query.Limit,
                });
            return (IReadOnlyList<AccountRow>)[.. rows.Select(r => r.ToRow())];
        },
        cancellation);

    public Task<AccountRow?> AccountAsync(Guid id, AccountKind kind, CancellationToken cancellation) => database.ReadAsync(
        async connection => (await connection.QueryFirstOrDefaultAsync<CatalogRecords.Account>($"{CatalogSql.AccountColumns} WHERE id = @id AND kind = @kind", new { id = id.ToString(), kind = EnumWords.Of(kind) }))?.ToRow(),
        cancellation);

    private static IEnumerable<string> Conditions(KeyReach reach)
    {
        if (reach.Account is not null) yield return OfAccount;
        if (reach.Person is not null) yield return OfPerson;
    }

    /// <summary>Conditions that are not asked for are left out: the engine then sees which index serves the rest.</summary>
    internal static string KeysSql(KeyPageQuery query)
    {
        string?[] conditions =
        [
            .. Conditions(query.Reach),
            query.Search is null ? null : @"k.name >= @from AND k.name < @to AND k.name LIKE @like ESCAPE '\'",
            query.After is null ? null : "(k.name, k.id) > (@name, @id)",
            query.Revoked switch { null => null, true => "k.revoked_at IS NOT NULL", false => "k.revoked_at IS NULL" },
        ];
        var where = string.Join(" AND ", conditions.OfType<string>());
        return $"{CatalogSql.KeyColumns}{(where.Length == 0 ? "" : " WHERE " + where)} ORDER BY k.name, k.id LIMIT @Limit";
    }
}
