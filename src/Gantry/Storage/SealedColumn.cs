using System.Collections.Immutable;
using System.Security.Cryptography;
using Dapper;
using Gantry.Secrets;

namespace Gantry.Storage;

/// <summary>A column of sealed boxes in base64; the cell of each is the table, the id as text and the column.</summary>
/// <param name="database">The store.</param>
/// <param name="table">Its name.</param>
/// <param name="id">The column that names a row, and its cell.</param>
/// <param name="column">The boxes; may be null where there is none.</param>
/// <param name="where">Which rows hold one, where not all do.</param>
internal sealed class SealedColumn(IDatabase database, string table, string id, string column, string? where = null) : ISealedCells
{
    // As many as one write takes some milliseconds for: settlements come in between.
    private const int Batch = 200;

    public string Name => $"{table}.{column}";

    /// <summary>Every column of the schema that holds boxes. A test compares it with the schema: such a column is called <c>sealed</c>, or ends so.</summary>
    public static ImmutableArray<ISealedCells> All(IDatabase database) =>
    [
        new SealedColumn(database, "upstream_credentials", "id", "sealed"),
        new SealedColumn(database, "upstreams", "name", "proxy_sealed"),
        new SealedColumn(database, "sealed_settings", "name", "sealed"),
        new SealedColumn(database, "data_protection_keys", "id", "sealed"),
        new SealedColumn(database, "sign_ins", "account_id", "totp_sealed"),
        new SealedColumn(database, "sessions", "id", "draft_sealed"),
        new SealedColumn(database, "manage_repeats", "id", "answer_sealed"),
        new SealedColumn(database, "outbox", "id", "body_sealed", "body_sealed <> ''"),
        // Last: while it opens under the old key alone, a start without the new one is still right.
        new SealedColumn(database, "secret_checks", "name", "value", "name = 'master-key'"),
    ];

    public async Task<RewrapResult> RewrapAsync(SecretSeal seal, CancellationToken cancellation)
    {
        var (rewrapped, after) = (0, "");
        var unreadable = ImmutableArray.CreateBuilder<string>();
        while (true)
        {
            var mark = seal.Mark;
            var rows = await database.ReadAsync(
                async connection => (await connection.QueryAsync<(string Id, string Box)>(
                    $"SELECT {id}, {column} FROM {table} WHERE {where ?? "1 = 1"} AND {column} IS NOT NULL AND substr({column}, 1, {mark.Length}) <> @mark AND {id} > @after ORDER BY {id} LIMIT {Batch}",
                    new { mark, after })).AsList(),
                cancellation);
            if (rows.Count == 0) return new RewrapResult(rewrapped, unreadable.ToImmutable());
            var moved = rows.Select(row => (row.Id, Old: row.Box, New: Rewrap(seal, row.Id, row.Box, unreadable))).Where(row => row.New is not null).ToArray();
            rewrapped += await WriteAsync(moved!, cancellation);
            after = rows[^1].Id;
        }
    }

    // Only where the box is still the one that was read: who has written meanwhile has sealed it under the new key.
    private Task<int> WriteAsync((string Id, string Old, string New)[] moved, CancellationToken cancellation) => database.WriteAsync(
        async connection =>
        {
            var count = 0;
            foreach (var row in moved)
            {
                count += await connection.ExecuteAsync(
                    $"UPDATE {table} SET {column} = @box WHERE {id} = @id AND {column} = @old", new { box = row.New, id = row.Id, old = row.Old });
            }

            return count;
        },
        cancellation);

    private string? Rewrap(SecretSeal seal, string row, string box, ImmutableArray<string>.Builder unreadable)
    {
        try
        {
            return Convert.ToBase64String(seal.Rewrap(Convert.FromBase64String(box), new SealContext(table, row, column)));
        }
        catch (Exception failure) when (failure is CryptographicException or FormatException)
        {
            unreadable.Add($"{Name} of {row}");
            return null;
        }
    }
}
