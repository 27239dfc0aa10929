using System.Data.Common;
using Dapper;
using Gantry.Audit;
using Gantry.Catalog;

namespace Gantry.Storage;

/// <summary>The catalogue in a database. The SQL lies in <see cref="CatalogSql"/>, the mapping in <see cref="CatalogRecords"/>.</summary>
/// <remarks>Price versions follow the rows that say what things cost, in the same transaction: no other code has to think of them.</remarks>
internal sealed class CatalogStore(IDatabase database, AuditChain chain, TimeProvider? clock = null) : ICatalogStore, IDisposable
{
    // Who is outrun so often does it with everybody waiting.
    private const int TriesBeside = 3;

    private readonly TimeProvider _time = clock ?? TimeProvider.System;

    // Editors of one server take turns: fifty at once would each read everything four times, and outrun each other. Those of other servers race as before.
    private readonly SemaphoreSlim _turn = new(1);

    public Task<long> VersionAsync(CancellationToken cancellation) => database.ReadAsync(VersionAsync, cancellation);

    public Task<CatalogRows> LoadAsync(CancellationToken cancellation) => database.ReadAsync(LoadAsync, cancellation);

    public Task<long> ApplyAsync(long expectedVersion, IReadOnlyList<RowChange> changes, CancellationToken cancellation) =>
        database.WriteAsync(connection => ApplyAsync(connection, expectedVersion, changes), cancellation);

    public async Task<T> EditAsync<T>(Func<CatalogRows, (IReadOnlyList<RowChange> Changes, T Result)> edit, AuditNote note, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            return await EditInTurnAsync(edit, note, cancellation);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<T> EditInTurnAsync<T>(Func<CatalogRows, (IReadOnlyList<RowChange> Changes, T Result)> edit, AuditNote note, CancellationToken cancellation)
    {
        // Worked out beside the writer: with 100,000 keys that takes a second, in which requests must be settled. Written only where nobody has come in between.
        for (var tries = 0; tries < TriesBeside; tries++)
        {
            var rows = await LoadAsync(cancellation);
            var (changes, result) = edit(rows);
            if (changes.Count == 0) return result;
            try
            {
                await database.WriteAsync(connection => WriteAsync(connection, rows.Version, changes, note), cancellation);
                return result;
            }
            catch (CatalogConflictException)
            {
                // Somebody has: it is worked out again from what is there now.
                continue;
            }
        }

        return await database.WriteAsync(
            async connection =>
            {
                // Changes nothing, but holds the row: an editor on another node waits here until this one is done.
                await connection.ExecuteAsync("UPDATE catalog_state SET version = version WHERE id = 1");
                var rows = await LoadAsync(connection);
                var (changes, result) = edit(rows);
                if (changes.Count > 0) await WriteAsync(connection, rows.Version, changes, note);
                return result;
            },
            cancellation);
    }

    /// <summary>Writes the versions of prices that were set before there were any.</summary>
    public async Task WritePricesAsync(CancellationToken cancellation)
    {
        if (PriceFollow.Changes(await LoadAsync(cancellation), _time.GetUtcNow()).IsEmpty) return;
        await database.WriteAsync(
            async connection =>
            {
                await connection.ExecuteAsync("UPDATE catalog_state SET version = version + 1 WHERE id = 1");
                await FollowPricesAsync(connection);
                return 0;
            },
            cancellation);
    }

    private async Task<long> WriteAsync(DbConnection connection, long expectedVersion, IReadOnlyList<RowChange> changes, AuditNote note)
    {
        var version = await ApplyAsync(connection, expectedVersion, changes);
        await AuditRecords.AppendAsync(connection, chain, note, changes.Select(AuditRecords.Of), _time.GetUtcNow());
        return version;
    }

    private async Task FollowPricesAsync(DbConnection connection)
    {
        var now = _time.GetUtcNow();
        await PriceRecords.WriteAsync(connection, PriceFollow.Changes(await LoadPricedAsync(connection, now), now), now);
    }

    private static Task<long> VersionAsync(DbConnection connection) =>
        connection.ExecuteScalarAsync<long>("SELECT version FROM catalog_state WHERE id = 1");

    private async Task<CatalogRows> LoadAsync(DbConnection connection) => await LoadPricedAsync(connection, _time.GetUtcNow()) with
    {
        Version = await VersionAsync(connection),
        Settings = [.. (await connection.QueryAsync<CatalogRecords.Setting>(CatalogSql.Settings)).Select(r => r.ToRow())],
        Secrets = [.. (await connection.QueryAsync<CatalogRecords.Secret>(CatalogSql.Secrets)).Select(r => r.ToRow())],
        Upstreams = [.. (await connection.QueryAsync<CatalogRecords.Upstream>(CatalogSql.Upstreams)).Select(r => r.ToRow())],
        Credentials = [.. (await connection.QueryAsync<CatalogRecords.Credential>(CatalogSql.Credentials)).Select(r => r.ToRow())],
        Plans = [.. (await connection.QueryAsync<CatalogRecords.Plan>(CatalogSql.Plans)).Select(r => r.ToRow())],
        Accounts = [.. (await connection.QueryAsync<CatalogRecords.Account>(CatalogSql.Accounts)).Select(r => r.ToRow())],
        Members = [.. (await connection.QueryAsync<MemberRecord>(CatalogSql.Members)).Select(r => r.ToRow())],
        Credits = [.. (await connection.QueryAsync<CatalogRecords.Credit>(CatalogSql.Credits)).Select(r => r.ToRow())],
        Keys = [.. (await connection.QueryAsync<CatalogRecords.ApiKey>(CatalogSql.Keys)).Select(r => r.ToRow())],
    };

    // What costs something, and what it has cost so far.
    private static async Task<CatalogRows> LoadPricedAsync(DbConnection connection, DateTimeOffset now) => new()
    {
        Models = [.. (await connection.QueryAsync<CatalogRecords.Model>(CatalogSql.Models)).Select(r => r.ToRow())],
        Groups = [.. (await connection.QueryAsync<CatalogRecords.Group>(CatalogSql.Groups)).Select(r => r.ToRow())],
        Deployments = [.. (await connection.QueryAsync<CatalogRecords.Deployment>(CatalogSql.Deployments)).Select(r => r.ToRow())],
        Prices = await PriceRecords.CurrentAsync(connection, now),
    };

    private async Task<long> ApplyAsync(DbConnection connection, long expectedVersion, IReadOnlyList<RowChange> changes)
    {
        var guarded = await connection.ExecuteAsync(
            "UPDATE catalog_state SET version = version + 1 WHERE id = 1 AND version = @expectedVersion", new { expectedVersion });
        if (guarded != 1) throw new CatalogConflictException(expectedVersion, await VersionAsync(connection));

        // Deletes first, children before parents; then writes, parents before children.
        foreach (var change in changes.Where(c => c.Deleted).OrderByDescending(c => c.Row.Key.Kind))
            await connection.ExecuteAsync(CatalogSql.Delete(change.Row.Key.Kind), CatalogRecords.Of(change.Row));
        foreach (var change in changes.Where(c => !c.Deleted).OrderBy(c => c.Row.Key.Kind))
        {
            await connection.ExecuteAsync(CatalogSql.Put(change.Row.Key.Kind), CatalogRecords.Of(change.Row));
            await WalletBirth.FollowAsync(connection, change.Row);
            await SessionEnd.FollowAsync(connection, change.Row);
        }

        if (changes.Any(c => c.Row.Key.Kind is RowKind.Model or RowKind.Group or RowKind.Deployment)) await FollowPricesAsync(connection);
        return expectedVersion + 1;
    }
}
